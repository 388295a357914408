//! Models, projections, aliases and tables may be declared inside a function, and refer to each other there.

use cormorant::query::{insert, select};
use cormorant::{Model, Projection, alias, table};

fn main() {
    #[derive(Model, Clone)]
    #[model(has_many(posts: Post, inverse = author))]
    struct User {
        #[model(primary_key, generated)]
        id: i64,
        name: String,
    }

    #[derive(Model, Clone)]
    struct Post {
        #[model(primary_key, generated)]
        id: i64,
        #[model(belongs_to(author: User, inverse = posts))]
        author_id: i64,
    }

    #[derive(Projection)]
    #[projection(model = User)]
    struct Card {
        name: String,
    }

    alias!(other: User);
    table!(cards: Card);

    let _ = select((User, other.name)).join(User::posts).left_join(Post::author.to(other));
    let names = cards.derived(select(Card));
    let _ = select(cards).from(names);
    let _ = insert(Post).values(Post::create().author_id(1));
    let _ = User::create().name("ann").posts([Post::create()]);
}
