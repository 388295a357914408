#[path = "../models.rs"]
mod models;

use cormorant::query::{count_all, select};
use models::Album;

fn main() {
    let _ = select((Album::artist_id, count_all())).group_by(Album::artist_id).having(count_all());
}
