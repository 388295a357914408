#[path = "../models.rs"]
mod models;

use cormorant::session::{Entity, Session};
use models::{Album, Artist};

fn tracks(session: &Session, artist: Entity<Artist>) {
    let _ = session.many(artist, Album::tracks);
}

fn main() {}
