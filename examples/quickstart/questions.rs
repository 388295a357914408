//! Questions: each is a typed statement, and the type of its rows follows from it.

use std::error::Error;

use chrono::NaiveDateTime;
use cormorant::Result;
use cormorant::engine::Connection;
use cormorant::prelude::*;
use cormorant_examples::music::{Album, Artist, Customer, Employee, Invoice};
use cormorant_examples::show::{say, sql, table};
use rust_decimal::Decimal;

// The table of employees a second time, under another name.
alias!(boss: Employee);

/// Asks all questions and prints the answers.
pub(crate) async fn ask(conn: &mut Connection) -> Result<(), Box<dyn Error>> {
    say("1. Which artists have the most records? (a join)")?;
    say(table(&["artist", "records", "first by title"], &prolific(conn).await?))?;

    say("2. Who reports to whom? (a left join: nobody stands above the first)")?;
    say(table(&["employee", "title", "manager"], &reporting(conn).await?))?;

    say("3. Which countries spent at least 10? (an aggregate with a condition)")?;
    say(table(&["country", "invoices", "revenue"], &countries(conn).await?))?;

    say("4. How did the spending of the best customer add up? (a window function)")?;
    say(table(&["invoice", "date", "total", "so far"], &spending(conn).await?))?;
    Ok(())
}

async fn prolific(
    conn: &mut Connection,
) -> Result<Vec<(Option<String>, i64, Option<String>)>, Box<dyn Error>> {
    let statement = select((Artist::name, count(Album::album_id), min(Album::title)))
        .join(Artist::albums)
        .group_by((Artist::artist_id, Artist::name))
        .order_by((count(Album::album_id).desc(), Artist::name))
        .limit(5);
    say(sql(&statement.to_sql()))?;
    Ok(conn.all(statement).await?)
}

async fn reporting(conn: &mut Connection) -> Result<Vec<(String, Option<String>, Option<String>)>> {
    conn.all(
        select((Employee::last_name, Employee::title, boss.last_name))
            .left_join(Employee::manager.to(boss))
            .order_by(Employee::employee_id),
    )
    .await
}

async fn countries(conn: &mut Connection) -> Result<Vec<(Option<String>, i64, Option<Decimal>)>> {
    conn.all(
        select((Invoice::billing_country, count_all(), sum(Invoice::total)))
            .group_by(Invoice::billing_country)
            .having(sum(Invoice::total).ge(10))
            .order_by((sum(Invoice::total).desc(), Invoice::billing_country))
            .limit(6),
    )
    .await
}

async fn spending(conn: &mut Connection) -> Result<Vec<(i32, NaiveDateTime, Decimal, Option<Decimal>)>> {
    let (best, _) = conn
        .one(
            select((Customer::customer_id, sum(Invoice::total)))
                .join(Customer::invoices)
                .group_by(Customer::customer_id)
                .order_by((sum(Invoice::total).desc(), Customer::customer_id))
                .limit(1),
        )
        .await?;
    let by_date = window().order_by((Invoice::invoice_date, Invoice::invoice_id));
    conn.all(
        select((
            Invoice::invoice_id,
            Invoice::invoice_date,
            Invoice::total,
            sum(Invoice::total).over(by_date),
        ))
        .filter(Invoice::customer_id.eq(best))
        .order_by((Invoice::invoice_date, Invoice::invoice_id)),
    )
    .await
}
