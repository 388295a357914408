#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Album;

fn main() {
    let conditions = vec![Album::album_id.gt(1)];
    let _ = select(Album).filter(conditions);
}
