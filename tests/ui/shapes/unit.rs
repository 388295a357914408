use cormorant::Model;

#[derive(Model, Clone)]
struct User;

fn main() {}
