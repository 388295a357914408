use cormorant::DbNewtype;

#[derive(Clone)]
struct Money;

#[derive(DbNewtype, Clone)]
struct Mood(Money);

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
