use cormorant::Model;
use cormorant::query::select;

struct Handle;

impl Clone for Handle {
    fn clone(&self) -> Self {
        Handle
    }
}

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(skip)]
    handle: Handle,
}

fn main() {
    let _ = select(User).filter(User::id.eq(1));
    let _ = User::create();
}
