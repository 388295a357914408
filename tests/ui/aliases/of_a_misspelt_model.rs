use cormorant::Model;
use cormorant::query::{Statement, select};

#[derive(Model, Clone)]
struct Artist {
    #[model(primary_key)]
    id: i64,
    name: Option<String>,
}

cormorant::alias!(second: Artits);

fn rows<At>(_: impl Statement<At>) {}

fn main() {
    rows(select(Artist));
}
