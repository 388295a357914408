//! The chapters of docs/guide, compiled and run as documentation tests; and the models that they speak of.

use chrono::{DateTime, Utc};
use cormorant::prelude::*;
use serde::Serialize;

mod run;

pub use run::run;

/// A person with a login.
#[derive(Model, Clone, Debug, PartialEq, Serialize)]
#[model(table = "users", serialize)]
#[model(has_many(posts: Post, inverse = author, cascade(all, delete_orphan)))]
pub struct User {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// The login.
    #[model(unique, length = 255)]
    pub email: String,
    /// How the person wants to be called.
    pub nick: Option<String>,
    /// Filled by the program.
    #[model(default = true)]
    pub is_active: bool,
    /// Filled by the database.
    #[model(server_default = "now()")]
    pub created_at: DateTime<Utc>,
}

/// Something written.
#[derive(Model, Clone, Debug, PartialEq, Serialize)]
#[model(table = "posts", serialize)]
#[model(many_to_many(tags: Tag, through = "post_tags"(post_id, tag_id), inverse = posts))]
pub struct Post {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// The headline.
    pub title: String,
    /// How often it was read.
    #[model(default = 0)]
    pub views: i32,
    /// Who wrote it.
    #[model(belongs_to(author: User, inverse = posts))]
    pub author_id: i64,
}

/// A word to find posts by.
#[derive(Model, Clone, Debug, PartialEq, Serialize)]
#[model(table = "tags", serialize)]
#[model(many_to_many(posts: Post, through = "post_tags"(tag_id, post_id), inverse = tags))]
pub struct Tag {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// The word.
    #[model(unique)]
    pub word: String,
}

macro_rules! chapters {
    ($($name:ident $file:literal;)*) => {$(
        #[doc = include_str!(concat!("../../../docs/guide/", $file))]
        pub mod $name {}
    )*};
}

chapters! {
    getting_started "getting-started.md";
    models "models.md";
    types "types.md";
    bulk "bulk.md";
    sessions "sessions.md";
    relationships "relationships.md";
    loading "loading.md";
    schema "schema.md";
    errors "errors.md";
    testing "testing.md";
    patterns "patterns.md";
    from_sqlalchemy "from-sqlalchemy.md";
    from_sqlx "from-sqlx.md";
    from_diesel "from-diesel.md";
    queries "queries.md";
    writing "writing.md";
}
