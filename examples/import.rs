//! An import: records become entities, which are checked, and rows, which are copied; all of it or nothing.
//!
//! ```text
//! cargo run --example import               # some records that are made up
//! cargo run --example import -- FILE       # a file with a JSON object in each line
//! ```
//!
//! Uses the server of `DATABASE_URL`, else a private one; its tables are in the schema `cormorant_shop`.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use chrono::NaiveDate;
use cormorant::engine::Engine;
use cormorant::error::BoxError;
use cormorant::prelude::*;
use cormorant::session::Hooks;
use cormorant_examples::place::Place;
use cormorant_examples::shop::{Customer, Order, create_tables};
use cormorant_examples::show::say;
use serde::Deserialize;

/// What a file has in each line.
const RECORDS: &str = r#"
{"email": "ann@example.com", "name": "Ann", "country": "NO", "orders": [{"placed_on": "2026-01-02", "cents": 1200}]}
{"email": "bob@example.com", "name": "Bob", "country": "DK", "orders": [{"placed_on": "2026-01-03", "cents": 800}, {"placed_on": "2026-01-04", "cents": 50}]}
"#;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => RECORDS.to_owned(),
    };
    let engine = Place::find(None).connect().await?;
    create_tables(&engine).await?;
    let imported = import(&engine, &text).await?;
    say(format_args!("{} customers, {} orders", imported.customers, imported.orders))?;
    Ok(())
}

#[derive(Deserialize)]
struct Record {
    email: String,
    name: String,
    country: String,
    #[serde(default)]
    orders: Vec<OrderRecord>,
}

#[derive(Clone, Copy, Deserialize)]
struct OrderRecord {
    placed_on: NaiveDate,
    cents: i32,
}

/// What an import wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    pub customers: usize,
    pub orders: u64,
}

/// Writes all records, or none.
///
/// Customers are entities: the hooks look at each, and the flush brings their keys, in one INSERT. Orders need neither,
/// so they go through COPY, on the session's own connection and in its transaction.
pub async fn import(engine: &Engine, text: &str) -> Result<Imported, Failure> {
    let records = parse(text)?;
    let mut session = engine.session_builder().hooks(rules()).build();
    let customers = session.add_all(records.iter().map(|(_, record)| {
        Customer::create().email(&record.email).name(&record.name).country(&record.country)
    }));
    if let Err(error) = session.flush().await {
        let lines = customers.iter().copied().zip(records.iter().map(|(line, _)| *line)).collect();
        return Err(Failure::from_flush(error, &lines));
    }
    let keys: Vec<i64> = customers.iter().map(|&customer| session[customer].id).collect();
    let orders = keys.into_iter().zip(&records).flat_map(|(key, (_, record))| {
        record
            .orders
            .iter()
            .map(move |order| Order::create().customer_id(key).placed_on(order.placed_on).cents(order.cents))
    });
    let orders = session.connection().await?.copy_in(Order, orders).await?;
    session.commit().await?; // without it, the end of the session takes everything back
    Ok(Imported { customers: customers.len(), orders })
}

/// What must be true of customers before they are written.
fn rules() -> Hooks {
    Hooks::new().before_insert(|session, customer: Entity<Customer>| {
        let email = session.value(customer, Customer::email)?;
        if !email.contains('@') {
            return refuse(customer, "email", "an address");
        }
        let country = session.value(customer, Customer::country)?;
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return refuse(customer, "country", "two capital letters");
        }
        Ok(())
    })
}

fn refuse(customer: Entity<Customer>, field: &'static str, expected: &'static str) -> Result<(), BoxError> {
    Err(Box::new(Invalid { customer, field, expected }))
}

/// A customer that is not as they should be.
#[derive(Debug)]
struct Invalid {
    customer: Entity<Customer>,
    field: &'static str,
    expected: &'static str,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` must be {}", self.field, self.expected)
    }
}

impl Error for Invalid {}

/// The records, each with the number of its line.
fn parse(text: &str) -> Result<Vec<(usize, Record)>, Failure> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let record = |(line, text)| match serde_json::from_str(text) {
        Ok(record) => Ok((line, record)),
        Err(error) => Err(Failure::Record { line, reason: error.to_string() }),
    };
    lines.map(record).collect()
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum Failure {
    /// A record is not as it should be.
    Record { line: usize, reason: String },
    /// The database refused.
    Database(cormorant::Error),
}

impl Failure {
    /// A hook tells which entity it refused, and that tells the line.
    fn from_flush(error: cormorant::Error, lines: &HashMap<Entity<Customer>, usize>) -> Failure {
        if let cormorant::Error::Vetoed { source, .. } = &error
            && let Some(invalid) = source.downcast_ref::<Invalid>()
            && let Some(&line) = lines.get(&invalid.customer)
        {
            return Failure::Record { line, reason: invalid.to_string() };
        }
        Failure::Database(error)
    }
}

impl From<cormorant::Error> for Failure {
    fn from(error: cormorant::Error) -> Failure {
        Failure::Database(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Record { line, reason } => write!(f, "line {line}: {reason}; nothing was imported"),
            Failure::Database(_) => f.write_str("the database refused; nothing was imported"),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Failure::Record { .. } => None,
            Failure::Database(error) => Some(error),
        }
    }
}
