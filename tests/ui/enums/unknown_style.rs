use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
#[db_enum(rename_all = "snake")]
enum Mood {
    Happy,
}

fn column<T: cormorant::types::ColumnType>() {}

fn main() {
    column::<Mood>();
}
