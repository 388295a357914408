#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use cormorant::session::Entity;
use models::{Album, Track};

fn tracks(album: Entity<Album>) {
    let _ = select(Track).filter(Track::album.is(album));
}

fn main() {}
