#[path = "../models.rs"]
mod models;

use cormorant::query::update;
use models::{Album, Artist};

fn main() {
    let _ = update(Album).set(Artist::name, "Help!").all_rows();
}
