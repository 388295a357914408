#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Artist, Track};

fn main() {
    let _ = select(Artist).filter(Artist::albums.any(Track::name.eq("Help!")));
}
