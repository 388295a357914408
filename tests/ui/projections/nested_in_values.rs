use cormorant::query::{Statement, select};
use cormorant::{Model, Projection};

#[derive(Model, Clone)]
struct Artist {
    #[model(primary_key)]
    id: i64,
    name: Option<String>,
}

#[derive(Projection)]
struct Card {
    artist: Artist,
}

cormorant::table!(cards: Card);

fn rows<At>(_: impl Statement<At>) {}

fn main() {
    let _ = cards.values([Card { artist: Artist { id: 1, name: None } }]);
    rows(select(Artist));
}
