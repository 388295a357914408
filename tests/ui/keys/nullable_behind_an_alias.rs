use cormorant::Model;
use cormorant::query::select;

type Maybe = Option<i64>;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key)]
    id: Maybe,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
