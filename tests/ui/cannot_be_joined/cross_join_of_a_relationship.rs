#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Artist;

fn main() {
    let _ = select(Artist).cross_join(Artist::albums);
}
