#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist};

async fn run(connection: &mut Connection) -> cormorant::Result<()> {
    let _: Vec<(Artist, String)> = connection.all(select((Artist, Album::title))).await?;
    Ok(())
}

fn main() {}
