#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Artist;

fn main() {
    let _ = select(Artist).load(Artist::albums.selectin().then(Artist::albums.selectin()));
}
