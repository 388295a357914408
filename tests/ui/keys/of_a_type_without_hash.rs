use cormorant::Model;

#[derive(Clone, Debug, PartialEq)]
struct Key;

#[derive(Model, Clone)]
#[model(primary_key(id, note))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    note: String,
}

fn main() {}
