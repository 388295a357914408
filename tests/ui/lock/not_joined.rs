#[path = "../models.rs"]
mod models;

use cormorant::query::{for_update, select};
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).lock_of(for_update(), Album);
}
