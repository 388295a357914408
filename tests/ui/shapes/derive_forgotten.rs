use cormorant::query::select;

struct Album {
    id: i64,
}

fn main() {
    let _ = select(Album);
}
