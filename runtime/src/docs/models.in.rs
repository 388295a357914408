// The models of the examples in the documentation: `include!`d by them, out of sight.

use cormorant::prelude::*;

#[derive(Model, Clone)]
#[model(table = "users", has_many(posts: Post, inverse = author))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(unique)]
    email: String,
    age: Option<i32>,
}

#[derive(Model, Clone)]
#[model(table = "posts")]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    title: String,
    #[model(default = 0)]
    views: i64,
    #[model(belongs_to(author: User, inverse = posts))]
    author_id: i64,
}

#[derive(Model, Clone)]
#[model(table = "comments")]
struct Comment {
    #[model(primary_key, generated)]
    id: i64,
}
