#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Employee;

fn main() {
    let _ = select(Employee).filter(Employee::reports.any(Employee::last_name.eq("Adams")));
}
