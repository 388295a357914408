//! README, compiled as a documentation test; and its models, for a test that runs it.
#![doc = include_str!("../../README.md")]

use cormorant::prelude::*;

/// A person with a login.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "users", has_many(posts: Post, inverse = author))]
pub struct User {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// The login.
    #[model(unique, length = 255)]
    pub email: String,
    /// How the person wants to be called.
    pub nick: Option<String>,
}

/// Something written.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "posts")]
pub struct Post {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// The headline.
    pub title: String,
    /// Who wrote it.
    #[model(belongs_to(author: User, inverse = posts))]
    pub author_id: i64,
}
