#[path = "../models.rs"]
mod models;

use cormorant::query::merge_into;
use models::{Album, Artist, Track};

fn main() {
    let _ = merge_into(Album)
        .using(Track, Track::album_id.eq(Album::album_id))
        .when_matched_update(|set| set.set(Album::title, Artist::name));
}
