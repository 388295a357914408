#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{sum, update};
use models::{Track};

fn run(connection: &mut Connection) {
    let _ = connection.execute(update(Track).set(Track::milliseconds, sum(Track::milliseconds).cast::<i32>().assume_not_null()).all_rows());
}

fn main() {}
