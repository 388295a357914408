#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Employee, manager};

fn main() {
    let _ = select(Employee).left_join(manager);
}
