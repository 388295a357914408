#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select(Artist)
        .join(Artist::albums)
        .left_join(Artist::albums)
        .filter(Album::title.like("A%"))
        .order_by(Artist::name);
}
