use cormorant::Model;
use cormorant::query::select;

fn next(_: Option<&i64>) -> i64 {
    1
}

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(version = next)]
    version: i32,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
