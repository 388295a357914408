#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::functions::array::array_of_values;
use cormorant::query::select;
use models::Artist;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(array_of_values((Artist::name, "none"))));
}

fn main() {}
