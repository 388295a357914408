#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Employee;

fn main() {
    let _ = select(Employee).join(Employee::boss);
}
