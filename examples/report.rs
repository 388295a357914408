//! A report on Core beside the ORM: the same engine, and the same transaction where that is asked for.
//!
//! ```text
//! cargo run --example report
//! ```
//!
//! Uses the server of `DATABASE_URL`, else a private one; its tables are in the schema `cormorant_shop`.

use std::error::Error;

use chrono::NaiveDate;
use cormorant::Result;
use cormorant::engine::{Connection, Engine};
use cormorant::prelude::*;
use cormorant_examples::place::Place;
use cormorant_examples::shop::{Customer, Order, create_tables, day, fill};
use cormorant_examples::show::say;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let engine = Place::find(None).connect().await?;
    create_tables(&engine).await?;
    fill(engine.clone()).await?;

    // On a connection of its own: plain rows, and no transaction that is kept open.
    let before = sales(&mut *engine.connection().await?, day(0)).await?;
    say(format_args!("{} lines", before.len()))?;
    for line in run(&engine).await? {
        let Line { month, country, cents, so_far, rank } = line;
        say(format_args!("{month}  {country}  {cents:>6}  so far {so_far:>6}  no. {rank}"))?;
    }
    Ok(())
}

/// Sells, and reports what the sales are with it, before it is saved.
pub async fn run(engine: &Engine) -> Result<Vec<Line>> {
    let mut session = engine.session();
    sell(&mut session, "ann@example.com", 9_900).await?;
    // `connection` flushes first, so the report sees what the session is about to save.
    let lines = sales(session.connection().await?, day(0)).await?;
    session.commit().await?;
    Ok(lines)
}

/// A service of the ORM: loads, adds, and leaves it to the caller to commit.
pub async fn sell(session: &mut Session, email: &str, cents: i32) -> Result<Entity<Order>> {
    let customer = session.one(select(Customer).filter(Customer::email.eq(email))).await?;
    session[customer].is_active = true;
    Ok(session.add(Order::create().customer(customer).placed_on(day(75)).cents(cents)))
}

/// What a country bought in a month.
#[derive(Projection, Clone, Debug, PartialEq)]
pub struct Sales {
    pub month: NaiveDate,
    pub country: String,
    pub cents: i64,
}

table!(monthly: Sales);

/// A line of the report.
#[derive(Projection, Clone, Debug, PartialEq)]
pub struct Line {
    pub month: NaiveDate,
    pub country: String,
    pub cents: i64,
    /// All months of this country until this one.
    pub so_far: i64,
    /// The place of this country in this month.
    pub rank: i64,
}

/// A service on Core: it takes a connection, whoever lends it.
pub async fn sales(conn: &mut Connection, since: NaiveDate) -> Result<Vec<Line>> {
    let month = date_trunc(Unit::Month, Order::placed_on);
    let by_month = monthly.cte(
        select((month.clone(), Customer::country, coalesce(sum(Order::cents), 0)))
            .join(Order::customer)
            .filter(Order::placed_on.ge(since))
            .group_by((month, Customer::country)),
    );
    let of_country = window().partition_by(monthly.country).order_by(monthly.month);
    let of_month = window().partition_by(monthly.month).order_by(monthly.cents.desc());
    let lines = select(LineOf {
        month: monthly.month,
        country: monthly.country,
        cents: monthly.cents,
        so_far: coalesce(sum(monthly.cents).over(of_country), 0).cast::<i64>(),
        rank: rank().over(of_month),
    });
    conn.all(lines.from(by_month).order_by((monthly.month, monthly.cents.desc()))).await
}
