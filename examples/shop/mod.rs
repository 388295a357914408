//! A shop that delivers: customers and their orders. What the examples `worker`, `import`, `report` and
//! `shared_query` work with.
//!
//! The tables are in a schema of their own, [`SCHEMA`], so that no other table of the database is touched.

use chrono::{Days, NaiveDate};
use cormorant::Result;
use cormorant::ddl::Options;
use cormorant::engine::Engine;
use cormorant::prelude::*;
use cormorant::schema::TableDef;
use serde::Serialize;

/// The schema that both tables are in.
pub const SCHEMA: &str = "cormorant_shop";

/// Both tables.
pub const TABLES: [&TableDef; 2] = [Customer::TABLE, Order::TABLE];

/// Somebody who orders.
#[derive(Model, Clone, Debug, PartialEq, Serialize)]
#[model(schema = "cormorant_shop", table = "customers", serialize)]
#[model(has_many(orders: Order, inverse = customer, order_by(id)))]
pub struct Customer {
    #[model(primary_key, generated)]
    pub id: i64,
    #[model(unique)]
    pub email: String,
    pub name: String,
    /// Two letters: where to deliver.
    pub country: String,
    #[model(default = true)]
    pub is_active: bool,
}

/// What a customer ordered at one time.
#[derive(Model, Clone, Debug, PartialEq, Serialize)]
#[model(schema = "cormorant_shop", table = "orders", serialize)]
#[model(index(name = "orders_without_points", id, where = "points IS NULL"))]
pub struct Order {
    #[model(primary_key, generated)]
    pub id: i64,
    #[model(index, belongs_to(customer: Customer, inverse = orders))]
    pub customer_id: i64,
    pub placed_on: NaiveDate,
    /// What it came to.
    #[model(check = "cents > 0")]
    pub cents: i32,
    /// The bonus, once it was worked out.
    pub points: Option<i32>,
}

/// Makes both tables anew, empty.
///
/// # Errors
///
/// What the server says, for example that a view of somebody else needs a table.
pub async fn create_tables(engine: &Engine) -> Result<()> {
    engine.drop_all(&TABLES, &Options::new().drop_schemas()).await?;
    engine.create_all(&TABLES, &Options::new()).await
}

/// Four customers, two of them in Norway, one of those no longer active; each with the same orders of spring 2026.
///
/// # Errors
///
/// What the server says.
pub async fn fill(engine: Engine) -> Result<()> {
    let people = [("ann", "NO", true), ("bob", "NO", false), ("cid", "DK", true), ("dag", "SE", true)];
    let mut session = engine.session();
    session.add_all(people.into_iter().zip(1..).map(|((name, country, is_active), factor)| {
        let orders = (0..6).map(move |number| {
            Order::create().placed_on(day(number * 14)).cents(1_000 * factor + 100 * i32::from(number))
        });
        let email = format!("{name}@example.com");
        Customer::create().email(email).name(name).country(country).is_active(is_active).orders(orders)
    }));
    session.commit().await
}

/// A day after the first of January 2026.
#[must_use]
pub fn day(number: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default() + Days::new(number.into())
}
