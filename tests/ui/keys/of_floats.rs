use cormorant::Model;

#[derive(Model, Clone)]
struct User {
    #[model(primary_key)]
    id: f64,
}

fn main() {}
