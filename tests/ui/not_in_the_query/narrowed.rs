#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).join(Artist::albums).narrow().order_by(Album::title);
}
