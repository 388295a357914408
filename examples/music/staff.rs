//! Who sells.

use chrono::NaiveDateTime;
use cormorant::prelude::*;

use super::Customer;

/// Somebody who works in the shop.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "employee", comments)]
#[model(has_many(reports: Employee, inverse = manager))]
#[model(has_many(customers: Customer, inverse = support_rep))]
pub struct Employee {
    #[model(primary_key)]
    pub employee_id: i32,
    #[model(length = 20)]
    pub last_name: String,
    #[model(length = 20)]
    pub first_name: String,
    #[model(length = 30)]
    pub title: Option<String>,
    /// The manager; nobody for the one at the top.
    #[model(index, belongs_to(manager: Employee, inverse = reports))]
    pub reports_to: Option<i32>,
    pub birth_date: Option<NaiveDateTime>,
    pub hire_date: Option<NaiveDateTime>,
    #[model(length = 70)]
    pub address: Option<String>,
    #[model(length = 40)]
    pub city: Option<String>,
    #[model(length = 40)]
    pub state: Option<String>,
    #[model(length = 40)]
    pub country: Option<String>,
    #[model(length = 10)]
    pub postal_code: Option<String>,
    #[model(length = 24)]
    pub phone: Option<String>,
    #[model(length = 24)]
    pub fax: Option<String>,
    #[model(length = 60)]
    pub email: Option<String>,
}
