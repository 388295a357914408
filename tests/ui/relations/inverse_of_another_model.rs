use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
struct Tag {
    #[model(primary_key)]
    id: i64,
}

#[derive(Model, Clone)]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    #[model(belongs_to(tag: Tag))]
    tag_id: i64,
}

#[derive(Model, Clone)]
#[model(has_many(posts: Post, inverse = tag))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
