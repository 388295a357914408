#[path = "../models.rs"]
mod models;

use cormorant::session::Entity;
use models::Album;

fn title(album: Entity<Album>) -> String {
    album.title
}

fn main() {}
