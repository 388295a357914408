use cormorant::DbNewtype;

#[derive(DbNewtype)]
struct Email(String);

fn main() {}
