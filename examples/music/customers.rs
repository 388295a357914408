//! Who buys.

use cormorant::prelude::*;

use super::{Employee, Invoice};

/// Somebody who buys music.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "customer", comments)]
#[model(has_many(invoices: Invoice, inverse = customer, order_by(invoice_date, invoice_id)))]
pub struct Customer {
    #[model(primary_key)]
    pub customer_id: i32,
    #[model(length = 40)]
    pub first_name: String,
    #[model(length = 20)]
    pub last_name: String,
    #[model(length = 80)]
    pub company: Option<String>,
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
    pub email: String,
    /// The employee who looks after this customer.
    #[model(index, belongs_to(support_rep: Employee, inverse = customers))]
    pub support_rep_id: Option<i32>,
}
