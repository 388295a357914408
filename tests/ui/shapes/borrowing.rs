use cormorant::Model;

#[derive(Model, Clone)]
struct User<'a> {
    #[model(primary_key)]
    name: &'a str,
}

fn main() {}
