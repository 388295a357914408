use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
enum Mood {
    Happy,
    Sad(i32),
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
