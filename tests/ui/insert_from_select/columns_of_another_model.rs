#[path = "../models.rs"]
mod models;

use cormorant::query::{insert, select};
use models::{Album, Artist};

fn main() {
    let _ = insert(Artist).columns((Artist::artist_id, Album::title)).select(select((Album::artist_id, Album::title)));
}
