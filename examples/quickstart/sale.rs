//! A sale: several statements that happen together, or not at all.

use std::error::Error;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use cormorant::Result;
use cormorant::engine::{Connection, Engine};
use cormorant::prelude::*;
use cormorant_examples::music::{Invoice, InvoiceLine, Track};
use cormorant_examples::show::{say, table};
use rust_decimal::Decimal;

/// Sells two tracks to the first customer; then raises all totals, and thinks better of it.
pub(crate) async fn sell(engine: &Engine) -> Result<(), Box<dyn Error>> {
    say("5. A sale, and a mistake that is taken back (transactions)")?;
    let mut conn = engine.connection().await?;
    let before = totals(&mut conn).await?;

    // Committed if the closure returns `Ok`, rolled back if it returns `Err`, panics or is dropped.
    engine.transaction(async |conn| sale(conn).await).await?;
    let sold = totals(&mut conn).await?;

    // The same by hand.
    let mut transaction = conn.begin().await?;
    let doubled = update(Invoice).set(Invoice::total, Invoice::total * 2).all_rows();
    transaction.execute(doubled).await?;
    let mistaken = totals(&mut transaction).await?;
    transaction.rollback().await?;
    let after = totals(&mut conn).await?;

    let rows = [
        ("before".to_owned(), before.0, before.1),
        ("after the sale".to_owned(), sold.0, sold.1),
        ("inside the transaction with the mistake".to_owned(), mistaken.0, mistaken.1),
        ("after its rollback".to_owned(), after.0, after.1),
    ];
    say(table(&["", "invoices", "revenue"], &rows))?;
    Ok(())
}

/// An invoice with its lines.
async fn sale(conn: &mut Connection) -> Result<()> {
    let tracks: Vec<(i32, Decimal)> =
        conn.all(select((Track::track_id, Track::unit_price)).order_by(Track::track_id).limit(2)).await?;
    let invoice_id = 1 + conn.scalar(select(coalesce(max(Invoice::invoice_id), 0))).await?;
    let first_line = 1 + conn.scalar(select(coalesce(max(InvoiceLine::invoice_line_id), 0))).await?;

    // Leaving out a column that must be given is an error of the compiler.
    let invoice = Invoice::create()
        .invoice_id(invoice_id)
        .customer_id(1)
        .invoice_date(today())
        .total(tracks.iter().map(|(_, price)| price).sum::<Decimal>());
    conn.execute(insert(Invoice).values(invoice)).await?;

    let lines = (first_line..).zip(tracks).map(|(line_id, (track_id, price))| {
        InvoiceLine::create()
            .invoice_line_id(line_id)
            .invoice_id(invoice_id)
            .track_id(track_id)
            .unit_price(price)
            .quantity(1)
    });
    conn.execute(insert(InvoiceLine).rows(lines)).await?;
    Ok(())
}

/// How many invoices there are, and what they come to.
async fn totals(conn: &mut Connection) -> Result<(i64, Option<Decimal>)> {
    conn.one(select((count_all(), sum(Invoice::total)))).await
}

/// The same each time, so that the answers are.
fn today() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default().and_time(NaiveTime::MIN)
}
