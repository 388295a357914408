#[path = "../models.rs"]
mod models;

use cormorant::query::{select, value};

fn main() {
    let _ = select(value(Some(1)));
}
