#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::Album;

fn main() {
    let _ = update(Album).set(Album::title, 5).all_rows();
}
