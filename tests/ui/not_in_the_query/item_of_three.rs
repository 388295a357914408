#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, select};
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select((Artist::name, Album::title, count_all())).group_by(Artist::name));
}

fn main() {}
