#[path = "../models.rs"]
mod models;

use cormorant::session::{Entity, Session};
use models::{Album, Artist};

async fn run(session: &mut Session, album: Entity<Album>) {
    let _ = session.get::<Artist>(album).await;
}

fn main() {}
