use cormorant::DbEnum;

#[derive(DbEnum, Clone)]
enum Mood<T> {
    Happy(T),
}

fn main() {}
