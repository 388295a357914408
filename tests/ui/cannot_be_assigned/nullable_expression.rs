#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::{Album, Artist};

fn main() {
    let _ = update(Album).from(Artist).set(Album::title, Artist::name).all_rows();
}
