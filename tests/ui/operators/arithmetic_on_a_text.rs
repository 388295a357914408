#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Album;

fn main() {
    let _ = select(Album::title + 1);
}
