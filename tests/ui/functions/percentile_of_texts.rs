use cormorant::prelude::*;
use cormorant::functions::aggregate::percentile_cont;

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
    let _ = select(percentile_cont(0.5).within_group(Album::title));
}
