#[path = "../models.rs"]
mod models;

use cormorant::query::{insert, select};
use models::{Album, Artist};

fn main() {
    let _ = insert(Artist).columns((Artist::artist_id, Artist::name)).select(select((Album::album_id, Album::artist_id)));
}
