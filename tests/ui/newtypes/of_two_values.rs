use cormorant::DbNewtype;

#[derive(DbNewtype, Clone)]
struct Mood(String, i32);

fn main() {}
