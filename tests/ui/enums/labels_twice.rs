use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
enum Mood {
    Happy,
    #[db_enum(label = "happy")]
    Sad,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
