#[path = "../models.rs"]
mod models;

use cormorant::session::{Entity, Session};
use models::Album;

async fn run(session: &mut Session, album: Entity<Album>) -> cormorant::Result<()> {
    let view = session.view(album)?;
    session.commit().await?;
    println!("{}", view.title);
    Ok(())
}

fn main() {}
