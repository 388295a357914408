#[path = "../models.rs"]
mod models;

use cormorant::query::{keyset, select};
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).page(&keyset(Album::title.asc(), Album), 20);
}
