#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, card};

fn main() {
    let _ = card.cte(select((Album::album_id, Album::title)));
}
