#[path = "../models.rs"]
mod models;

use cormorant::query::merge_into;
use models::{Album, Artist};

fn main() {
    let _ = merge_into(Album)
        .using(Artist, Artist::artist_id.eq(Album::artist_id))
        .when_not_matched_insert(|row| row.set(Album::title, Album::title));
}
