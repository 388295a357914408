#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Employee, other};

fn main() {
    let _ = select(Employee).join(Employee::boss.to(other));
}
