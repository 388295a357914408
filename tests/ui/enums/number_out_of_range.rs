use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(integer = i16)]
enum Mood {
    Happy = 1,
    Sad = 70_000,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
