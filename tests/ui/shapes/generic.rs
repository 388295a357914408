use cormorant::Model;

#[derive(Model, Clone)]
struct User<T> {
    #[model(primary_key)]
    id: T,
}

fn main() {}
