#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Employee, manager};

fn main() {
    let _ = select(Employee).filter(manager.last_name.eq("Adams"));
}
