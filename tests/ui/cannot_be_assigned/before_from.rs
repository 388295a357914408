#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::{Album, Track};

fn main() {
    let _ = update(Album).set(Album::title, Track::name).from(Track).all_rows();
}
