#[path = "../models.rs"]
mod models;

use cormorant::session::{Entity, Session};
use models::{Album, Artist};

async fn run(session: &mut Session, album: Entity<Album>) {
    let artist: Entity<Artist> = album;
    let _ = session.get::<Artist>(1).await;
}

fn main() {}
