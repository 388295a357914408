#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use cormorant::session::Session;
use models::Artist;

async fn run(session: &mut Session) {
    let artists = session.all(select(Artist));
    session.flush().await.expect("the server is there");
    let _ = artists.await;
}

fn main() {}
