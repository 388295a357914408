#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{for_update, select};
use models::card;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(card).from(card.values([])).lock_of(for_update(), card));
}

fn main() {}
