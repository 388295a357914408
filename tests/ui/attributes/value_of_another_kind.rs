use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(length = "20")]
    email: String,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
