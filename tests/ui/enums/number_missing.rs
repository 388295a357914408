use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(integer)]
enum Mood {
    Happy = 1,
    Sad,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
