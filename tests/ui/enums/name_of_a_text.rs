use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(text, name = "mood")]
enum Mood {
    Happy,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
