use cormorant::DbNewtype;

#[derive(DbNewtype, Clone)]
enum Mood {
    Happy,
}

fn main() {}
