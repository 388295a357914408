use cormorant::Model;

#[derive(Model, Clone)]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    title: String,
    #[model(belongs_to(author: User, inverse = posts))]
    author_id: i64,
}

#[derive(Model, Clone)]
#[model(has_many(posts: Post, inverse = author))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    email: String,
    nick: Option<String>,
}

#[derive(Model, Clone)]
struct Tag {
    #[model(primary_key)]
    id: i64,
}

fn main() {
    let _ = User::create().posts([Tag::create().id(1)]);
}
