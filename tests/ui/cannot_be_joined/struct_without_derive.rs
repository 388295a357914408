#[path = "../models.rs"]
mod models;

use cormorant::query::select;

fn main() {
    struct Song;
    let _ = select(Song);
}
