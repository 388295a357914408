#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Track;

fn main() {
    let _ = select(Track::milliseconds + "1");
}
