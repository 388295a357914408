#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Track;

fn main() {
    let _ = select(Track).filter(Track::milliseconds.between(1_000, "two minutes"));
}
