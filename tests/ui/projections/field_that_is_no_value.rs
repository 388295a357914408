use cormorant::query::{Statement, select};
use cormorant::{Model, Projection};

#[derive(Model, Clone)]
struct Artist {
    #[model(primary_key)]
    id: i64,
    name: Option<String>,
}

struct Money;

#[derive(Projection)]
struct Card {
    total: Money,
}

fn rows<At>(_: impl Statement<At>) {}

fn main() {
    rows(select(Artist));
}
