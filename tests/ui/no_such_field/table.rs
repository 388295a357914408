#[path = "../models.rs"]
mod models;

use models::card;

fn main() {
    let _ = card.title.eq("Help!").and(card.year.eq(1966));
}
