use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(txt)]
enum Mood {
    Happy,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
