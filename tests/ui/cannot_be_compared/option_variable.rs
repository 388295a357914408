#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::Employee;

fn main() {
    let boss: Option<i32> = None;
    let _ = select(Employee).filter(Employee::boss_id.eq(boss));
}
