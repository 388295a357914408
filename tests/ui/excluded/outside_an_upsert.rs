#[path = "../models.rs"]
mod models;

use cormorant::query::{excluded, select};
use models::Artist;

fn main() {
    let _ = select(Artist).filter(excluded(Artist::name).eq("x"));
}
