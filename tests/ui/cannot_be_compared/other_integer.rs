#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Album;

fn main() {
    let id: i64 = 5;
    let _ = select(Album).filter(Album::album_id.eq(id));
}
