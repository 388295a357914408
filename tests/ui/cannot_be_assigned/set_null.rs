#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::Album;

fn main() {
    let _ = update(Album).set_null(Album::title).all_rows();
}
