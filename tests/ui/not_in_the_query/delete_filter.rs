#[path = "../models.rs"]
mod models;

use cormorant::query::delete;
use models::{Album, Artist};

fn main() {
    let _ = delete(Album).filter(Artist::name.is_null());
}
