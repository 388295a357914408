#[path = "../models.rs"]
mod models;

use cormorant::query::{count_all, select};
use models::{Album, Artist};

fn main() {
    let _ = select((Artist::name, count_all())).group_by_sets(((Artist::name, Album::title), ()));
}
