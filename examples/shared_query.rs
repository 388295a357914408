//! One query, as a function, for Core and for the ORM.
//!
//! ```text
//! cargo run --example shared_query
//! ```
//!
//! Uses the server of `DATABASE_URL`, else a private one; its tables are in the schema `cormorant_shop`.

use std::error::Error;

use cormorant::Result;
use cormorant::engine::Connection;
use cormorant::prelude::*;
use cormorant_examples::place::Place;
use cormorant_examples::shop::{Customer, Order, create_tables, fill};
use cormorant_examples::show::say;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let engine = Place::find(None).connect().await?;
    create_tables(&engine).await?;
    fill(engine.clone()).await?;

    let mut conn = engine.connection().await?;
    let emails: Vec<String> = emails(&mut conn, "NO").await?.into_iter().map(|row| row.email).collect();
    say(format_args!("to write to: {}", emails.join(", ")))?;
    say(format_args!("active: {}", number(&mut conn).await?))?;

    let mut session = engine.session();
    let done = retire(&mut session, 1_300).await?;
    session.commit().await?;
    say(format_args!("retired: {done}, active: {}", number(&mut conn).await?))?;
    Ok(())
}

/// Customers who are active, of one country or of all: what that means is said here, and nowhere else.
///
/// A statement is a value that belongs to nobody. Whoever calls this goes on from it: more conditions, an order, a
/// loader, a page.
pub fn active_customers(country: Option<&str>) -> Select<Customer> {
    select(Customer)
        .filter(Customer::is_active)
        .filter_opt(country.map(|country| Customer::country.eq(country)))
}

/// On a connection: plain rows.
pub async fn emails(conn: &mut Connection, country: &str) -> Result<Vec<Customer>> {
    conn.all(active_customers(Some(country)).order_by(Customer::email)).await
}

table!(active: Customer);

/// As a part of another statement.
pub async fn number(conn: &mut Connection) -> Result<i64> {
    conn.scalar(select(count_all()).from(active.derived(active_customers(None)))).await
}

/// On a session: entities, with their orders. Those who never ordered for as much as this are no longer active.
pub async fn retire(session: &mut Session, cents: i32) -> Result<usize> {
    let customers = active_customers(None).order_by(Customer::id).load(Customer::orders.selectin());
    let mut done = 0;
    for customer in session.all(customers).await? {
        let orders = session.many(customer, Customer::orders)?;
        if orders.iter().all(|&order: &Entity<Order>| session[order].cents < cents) {
            session[customer].is_active = false;
            done += 1;
        }
    }
    Ok(done)
}
