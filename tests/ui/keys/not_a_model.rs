use cormorant::Model;
use cormorant::query::select;

struct Other;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(references(Other))]
    other: i64,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
