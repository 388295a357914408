#[path = "../models.rs"]
mod models;

use cormorant::query::{Select, select};
use models::Artist;

fn with_albums() -> Select<Artist> {
    select(Artist).join(Artist::albums)
}

fn main() {
    let _ = with_albums();
}
