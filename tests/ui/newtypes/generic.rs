use cormorant::DbNewtype;

#[derive(DbNewtype, Clone)]
struct Mood<T>(T);

fn main() {}
