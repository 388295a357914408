use cormorant::prelude::*;
cormorant::sql_function! {
    fn similarity(a: String, b: String) -> f32;
}

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
    let _ = select(similarity(Album::title, Album::pages));
}
