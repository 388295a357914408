use cormorant::Model;
use cormorant::query::select;

#[derive(Clone)]
struct Money;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    total: Money,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
