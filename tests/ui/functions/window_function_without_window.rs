use cormorant::prelude::*;

#[derive(Model, Clone)]
struct Album {
    #[model(primary_key)]
    album_id: i64,
    title: String,
    label: Option<String>,
    price: f64,
    pages: i32,
    sold: bool,
    tags: Vec<String>,
}

fn main() {
    let _ = select(row_number());
}
