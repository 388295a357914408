#[path = "../models.rs"]
mod models;

use cormorant::query::{all_of, select};
use models::{Album, Track};

fn main() {
    let mut conditions = vec![Album::album_id.gt(1)];
    conditions.push(Track::name.like("A%"));
    let _ = select(Album).filter(all_of(conditions));
}
