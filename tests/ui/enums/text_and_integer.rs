use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(text, integer)]
enum Mood {
    Happy = 1,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
