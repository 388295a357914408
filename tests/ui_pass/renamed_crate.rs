//! The crate may have another name, and nobody needs it under its own.

mod database {
    pub use cormorant as renamed;
}

use database::renamed::query::select;
use database::renamed::{Model, Projection, alias, table};

#[derive(Model, Clone)]
#[model(crate = database::renamed)]
#[model(has_many(posts: Post, inverse = author))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
}

#[derive(Model, Clone)]
#[model(crate = crate::database::renamed)]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    #[model(belongs_to(author: User, inverse = posts))]
    author_id: i64,
}

#[derive(Projection)]
#[projection(crate = database::renamed, model = User)]
struct Card {
    id: i64,
}

alias!(other: User);
table!(cards: Card);

fn main() {
    let _ = select((User, other)).cross_join(other);
    let _ = select(cards).from(cards.derived(select(Card)));
}
