#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Artist, Track};

fn main() {
    let _ = select(Artist).load(Artist::albums.selectin().filter(Track::name.eq("Help!")));
}
