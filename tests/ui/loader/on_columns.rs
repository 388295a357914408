#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Artist;

fn main() {
    let _ = select((Artist::name, Artist::artist_id)).load(Artist::albums.selectin());
}
