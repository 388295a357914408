use cormorant::DbNewtype;

#[derive(DbNewtype, Clone)]
#[db_newtype(schema = "app")]
struct Mood(String);

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
