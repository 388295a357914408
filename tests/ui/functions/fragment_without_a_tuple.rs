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
    released: chrono::NaiveDate,
    opens: chrono::NaiveTime,
    tags: Vec<String>,
    doc: serde_json::Value,
    seats: cormorant::types::Range<i32>,
}

fn main() {
    let _ = select(raw::<String>("lower({})").with(Album::title));
}
