use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
#[model(index(emial desc))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    email: String,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
