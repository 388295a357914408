use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    title: String,
    #[model(belongs_to(author: User))]
    author_id: i64,
}

#[derive(Model, Clone)]
#[model(has_many(posts: Post, invers = author))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
