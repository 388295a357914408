use cormorant::query::{Statement, select};
use cormorant::{Model, Projection};

#[derive(Model, Clone)]
struct Artist {
    #[model(primary_key)]
    id: i64,
    name: Option<String>,
}

#[derive(Projection)]
#[projection(model = Artist)]
struct Card {
    id: i64,
    name: String,
}

fn rows<At>(_: impl Statement<At>) {}

fn main() {
    rows(select(Card));
}
