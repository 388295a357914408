#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::merge_into;
use models::{Artist, Album, card};

fn run(connection: &mut Connection) {
    let own = card.lateral(cormorant::query::select((Album::album_id, Album::title, Artist::name)).correlate(Artist));
    let _ = connection.execute(merge_into(Artist).using(own, card.id.eq(1)).when_matched_do_nothing());
}

fn main() {}
