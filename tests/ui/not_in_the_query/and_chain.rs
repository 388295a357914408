#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Track};

fn main() {
    let _ = select(Album).filter(
        Album::album_id
            .gt(1)
            .and(Album::title.like("A%"))
            .and(Track::name.is_not_null())
            .and(Album::artist_id.lt(5)),
    );
}
