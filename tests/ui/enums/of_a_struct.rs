use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
struct Mood(String);

fn main() {}
