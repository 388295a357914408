use cormorant::Model;

#[derive(Model, Clone)]
enum User {
    One,
}

fn main() {}
