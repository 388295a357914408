#[path = "../models.rs"]
mod models;

use cormorant::session::{Entity, Session};
use models::{Album, Artist};

fn add(session: &mut Session, artist: Entity<Artist>, album: Entity<Album>) -> cormorant::Result<()> {
    session.many(artist, Artist::albums)?.push(album);
    Ok(())
}

fn main() {}
