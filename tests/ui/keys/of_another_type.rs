use cormorant::Model;
use cormorant::query::select;

#[derive(Model, Clone)]
struct Other {
    #[model(primary_key)]
    id: i32,
    code: String,
}

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(references(Other))]
    other_id: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
