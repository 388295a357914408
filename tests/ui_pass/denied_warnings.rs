//! Generated code is free of warnings, documented, and lives beside strict lints.

#![deny(
    missing_docs,
    missing_debug_implementations,
    warnings,
    unused,
    unreachable_pub,
    unused_qualifications,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts
)]

/// Models that others can see.
pub mod models {
    use cormorant::{Model, Projection};

    /// A person.
    #[derive(Model, Clone, Debug)]
    #[model(has_many(posts: Post, inverse = author), many_to_many(friends: User, through = "friend"(one, other)))]
    #[model(index(name, expr = "lower(name)"), check = "name <> ''")]
    pub struct User {
        #[model(primary_key, generated)]
        /// The key.
        pub id: i64,
        /// The name.
        #[model(unique, length = 20, comment)]
        pub name: String,
        #[model(default = "nobody", on_update = "somebody")]
        #[allow(missing_docs)]
        pub nick: Option<String>,
        #[model(version)]
        version: i32,
        #[model(skip)]
        cache: Option<Vec<u8>>,
    }

    impl User {
        /// What is not stored.
        pub fn cached(&self) -> bool {
            self.cache.is_some() && self.version > 0
        }
    }

    /// A text.
    #[derive(Model, Clone, Debug)]
    pub struct Post {
        #[model(primary_key, generated)]
        id: i64,
        #[model(belongs_to(/** Who wrote it. */ author: User, inverse = posts, on_delete = cascade))]
        author_id: i64,
    }

    /// A name.
    #[derive(Projection, Debug)]
    #[projection(model = User)]
    pub struct Card {
        /// The name.
        pub name: String,
    }

    cormorant::alias!(pub other: User);
    cormorant::table!(
        /// Some names.
        pub cards: Card
    );
}

fn main() {
    use cormorant::query::select;
    use models::{Card, User, cards, other};

    let _ = select((User, other)).cross_join(other);
    let _ = select(cards).from(cards.derived(select(Card)));
    let _ = User::create().name("ann");
}
