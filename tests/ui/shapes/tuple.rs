use cormorant::Model;

#[derive(Model, Clone)]
struct User(i64);

fn main() {}
