use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key = true)]
    id: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
