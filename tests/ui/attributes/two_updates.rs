use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(on_update = 5, on_update_sql = "number + 1")]
    number: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
