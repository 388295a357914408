#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::card;

fn main() {
    let _ = select(card).from(card);
}
