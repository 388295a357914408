//! What was sold.

use chrono::NaiveDateTime;
use cormorant::prelude::*;
use rust_decimal::Decimal;

use super::{Customer, Track};

/// What a customer bought at one time.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "invoice", comments)]
#[model(has_many(lines: InvoiceLine, inverse = invoice, order_by(invoice_line_id)))]
pub struct Invoice {
    #[model(primary_key)]
    pub invoice_id: i32,
    #[model(index, belongs_to(customer: Customer, inverse = invoices))]
    pub customer_id: i32,
    pub invoice_date: NaiveDateTime,
    #[model(length = 70)]
    pub billing_address: Option<String>,
    #[model(length = 40)]
    pub billing_city: Option<String>,
    #[model(length = 40)]
    pub billing_state: Option<String>,
    #[model(length = 40)]
    pub billing_country: Option<String>,
    #[model(length = 10)]
    pub billing_postal_code: Option<String>,
    /// The sum of the lines.
    #[model(precision = 10, scale = 2)]
    pub total: Decimal,
}

/// A track on an invoice.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "invoice_line", comments)]
pub struct InvoiceLine {
    #[model(primary_key)]
    pub invoice_line_id: i32,
    #[model(index, belongs_to(invoice: Invoice, inverse = lines))]
    pub invoice_id: i32,
    #[model(index, belongs_to(track: Track, inverse = invoice_lines))]
    pub track_id: i32,
    #[model(precision = 10, scale = 2)]
    pub unit_price: Decimal,
    pub quantity: i32,
}
