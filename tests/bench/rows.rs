//! The rows that the benchmarks read, their table, and the code one would write by hand.
#![allow(unreachable_pub, reason = "each benchmark takes this file in as a module")]

use chrono::{DateTime, Utc};
use cormorant::prelude::*;
use tokio_postgres::Row;

/// A row of ten columns.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "reading")]
pub struct Reading {
    #[model(primary_key)]
    pub id: i64,
    pub sensor: i32,
    pub channel: i16,
    pub is_valid: bool,
    pub value: f64,
    pub unit: String,
    pub note: Option<String>,
    pub previous: Option<i64>,
    pub taken_at: DateTime<Utc>,
    pub place: String,
}

/// The same, as one would write it by hand.
pub fn mapped(row: &Row) -> Reading {
    Reading {
        id: row.get(0),
        sensor: row.get(1),
        channel: row.get(2),
        is_valid: row.get(3),
        value: row.get(4),
        unit: row.get(5),
        note: row.get(6),
        previous: row.get(7),
        taken_at: row.get(8),
        place: row.get(9),
    }
}

/// The table and its rows, numbered from 1.
pub const TABLE: &str = "
    CREATE TABLE reading (
        id bigint PRIMARY KEY, sensor integer NOT NULL, channel smallint NOT NULL, is_valid boolean NOT NULL,
        value double precision NOT NULL, unit text NOT NULL, note text, previous bigint,
        taken_at timestamptz NOT NULL, place text NOT NULL
    );
    INSERT INTO reading
    SELECT n, n % 997, n % 16, n % 7 <> 0, n / 3.0, (ARRAY['mm', 'kg', 'kPa', 'K'])[n % 4 + 1],
        CASE WHEN n % 5 = 0 THEN 'checked by hand, ' || n END, CASE WHEN n % 3 <> 0 THEN n - 1 END,
        timestamptz '2026-01-01 00:00+00' + n * interval '1 s', 'hall ' || n % 40
    FROM generate_series(1, 1000000) AS n;
    VACUUM ANALYZE reading;";

/// The first so many rows.
pub const SELECT: &str = r#"SELECT "id", "sensor", "channel", "is_valid", "value", "unit", "note", "previous", "taken_at",
    "place" FROM "reading" WHERE "id" <= $1"#;
