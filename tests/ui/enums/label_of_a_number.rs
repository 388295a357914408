use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(integer)]
enum Mood {
    #[db_enum(label = "h")]
    Happy = 1,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
