#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::{Album, Artist};

fn main() {
    let _ = update(Album).set(Album::title, "Help!").filter(Artist::name.is_null());
}
