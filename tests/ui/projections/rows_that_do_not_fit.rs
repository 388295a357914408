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
    id: i64,
    name: Option<String>,
}

cormorant::table!(cards: Card);

fn rows<At>(_: impl Statement<At>) {}

fn main() {
    let _ = cards.cte(select((Artist::id, Artist::id)));
    rows(select(Artist));
}
