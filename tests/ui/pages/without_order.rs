#[path = "../models.rs"]
mod models;

use cormorant::query::keyset;
use models::Album;

fn main() {
    let _ = keyset(Album::title, Album);
}
