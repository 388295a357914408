#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use cormorant::session::Session;
use models::Album;

async fn run(session: &mut Session) {
    for album in session.all(select(Album)) {
        println!("{album:?}");
    }
}

fn main() {}
