use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
enum Mood {}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
