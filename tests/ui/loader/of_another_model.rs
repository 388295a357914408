#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).load(Album::tracks.selectin());
}
