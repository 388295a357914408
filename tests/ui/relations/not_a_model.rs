use cormorant::Model;
use cormorant::query::select;

struct Post;

#[derive(Model, Clone)]
#[model(has_many(posts: Post))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
