#[path = "../models.rs"]
mod models;

use cormorant::query::{Select, select};
use models::{Album, Artist};

fn titles() -> Select<(Artist, String)> {
    select((Artist, Album::title)).join(Artist::albums)
}

fn main() {
    let _ = titles();
}
