#[path = "../models.rs"]
mod models;

use cormorant::query::{exists, select};
use models::Album;

fn main() {
    let _ = exists(select(Album).correlate(Album).filter(Album::album_id.eq(1)));
}
