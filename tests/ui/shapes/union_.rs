use cormorant::Model;

#[derive(Model, Clone, Copy)]
union User {
    id: i64,
}

fn main() {}
