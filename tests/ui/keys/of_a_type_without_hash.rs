use cormorant::{DbNewtype, Model};

#[derive(DbNewtype, Clone, Debug, PartialEq, Eq)]
struct Key(i64);

#[derive(Model, Clone)]
struct User {
    #[model(primary_key)]
    id: Key,
    note: String,
}

fn main() {}
