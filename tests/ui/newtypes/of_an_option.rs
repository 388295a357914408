use cormorant::DbNewtype;

#[derive(DbNewtype, Clone)]
struct Mood(Option<String>);

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
