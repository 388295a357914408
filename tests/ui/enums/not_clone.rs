use cormorant::{DbEnum, Model};

#[derive(DbEnum)]
enum Mood {
    Happy,
    Sad,
}

#[derive(Model, Clone)]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    name: String,
}

fn main() {}
