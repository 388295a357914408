#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use cormorant::session::Session;
use models::{Album, Artist};

async fn run(mut session: Session) {
    tokio::spawn(async move { session.all(select(Artist)).await });
    tokio::spawn(async move { session.all(select(Album)).await });
}

fn main() {}
