#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::Album;

fn main() {
    let _ = update(Album).from(Album).set(Album::title, "Help!").all_rows();
}
