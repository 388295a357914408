use cormorant::Model;
use cormorant::session::Create;

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

fn main() {
    fn complete(_: impl Create) {}
    complete(User::create().nick("ann"));
}
