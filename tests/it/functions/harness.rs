//! One row of every type, and the check of an expression: its text, and what a server makes of it.

#![allow(clippy::type_complexity, reason = "the builder of a model with so many required columns")]

use std::fmt::Debug;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use cormorant::engine::{Flow, PooledConnection};
use cormorant::query::{Root, Row, Select, Selectable, Shape, Statement, select};
use cormorant::testing::TestDb;
use cormorant::types::{Cidr, Expect, Interval, Json, Range, Reader, TsQuery, TsVector};
use cormorant::{Model, Result};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

pub(crate) const SCHEMA: &str = r#"
    SET TIME ZONE 'UTC';
    CREATE TABLE thing (
        id int PRIMARY KEY, name text NOT NULL, nick text, small int2 NOT NULL, big int8 NOT NULL,
        single float4 NOT NULL, double float8 NOT NULL, price numeric NOT NULL, active bool NOT NULL, maybe bool,
        tags text[] NOT NULL, nums int[] NOT NULL, gaps int[] NOT NULL, more int[], doc jsonb NOT NULL,
        settings jsonb NOT NULL, note jsonb, day date NOT NULL, clock time NOT NULL, at timestamp NOT NULL,
        moment timestamptz NOT NULL, span interval NOT NULL, lapse interval NOT NULL, due date, bytes bytea NOT NULL,
        uid uuid NOT NULL, ip inet NOT NULL, net cidr NOT NULL, seats int4range NOT NULL, days daterange,
        vector tsvector NOT NULL, query tsquery NOT NULL);
    INSERT INTO thing VALUES (
        1, 'Ann Lee', NULL, 3, 40, 1.5, 2.25, 12.345, true, NULL,
        '{a,b}', '{1,2,3}', '{1,NULL}', NULL, '{"a": {"b": [1, 2]}, "k": "v", "n": null}',
        '{"theme": "dark"}', NULL, '2024-03-15', '10:20:30', '2024-03-15 10:20:30.5',
        '2024-03-15 10:20:30.5Z', '1 mon 2 days 03:00', '90 minutes', NULL, '\x0102ff',
        '00000000-0000-0000-0000-000000000001', '10.1.2.3', '10.1.0.0/16', '[1,5)', NULL,
        to_tsvector('english', 'The quick foxes'), 'fox & quick');
"#;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) theme: String,
}

#[derive(Model, Clone, Debug)]
pub(crate) struct Thing {
    #[model(primary_key)]
    pub(crate) id: i32,
    pub(crate) name: String,
    pub(crate) nick: Option<String>,
    pub(crate) small: i16,
    pub(crate) big: i64,
    pub(crate) single: f32,
    pub(crate) double: f64,
    pub(crate) price: Decimal,
    pub(crate) active: bool,
    pub(crate) maybe: Option<bool>,
    pub(crate) tags: Vec<String>,
    pub(crate) nums: Vec<i32>,
    pub(crate) gaps: Vec<Option<i32>>,
    pub(crate) more: Option<Vec<i32>>,
    pub(crate) doc: serde_json::Value,
    pub(crate) settings: Json<Settings>,
    pub(crate) note: Option<serde_json::Value>,
    pub(crate) day: NaiveDate,
    pub(crate) clock: NaiveTime,
    pub(crate) at: NaiveDateTime,
    pub(crate) moment: DateTime<Utc>,
    pub(crate) span: Interval,
    pub(crate) lapse: TimeDelta,
    pub(crate) due: Option<NaiveDate>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) uid: Uuid,
    pub(crate) ip: IpAddr,
    pub(crate) net: Cidr,
    pub(crate) seats: Range<i32>,
    pub(crate) days: Option<Range<NaiveDate>>,
    pub(crate) vector: TsVector,
    pub(crate) query: TsQuery,
}

/// The same table through jiff.
#[derive(Model, Clone, Debug)]
#[model(table = "thing")]
pub(crate) struct Jiff {
    #[model(primary_key)]
    pub(crate) id: i32,
    pub(crate) day: jiff::civil::Date,
    pub(crate) clock: jiff::civil::Time,
    pub(crate) at: jiff::civil::DateTime,
    pub(crate) moment: jiff::Timestamp,
    pub(crate) span: jiff::Span,
    pub(crate) lapse: jiff::SignedDuration,
}

/// A list of expectations, checked all before the test fails.
pub(crate) struct Cases {
    conn: PooledConnection,
    count: usize,
    wrong: Vec<String>,
}

impl Cases {
    pub(crate) async fn new(db: &TestDb) -> Result<Self> {
        let mut conn = db.engine().connection().await?;
        conn.script("SET TIME ZONE 'UTC'").await?;
        Ok(Cases { conn, count: 0, wrong: Vec::new() })
    }

    /// The expression, selected alone, has this text and gives this row.
    pub(crate) async fn expr<S, I, F, At, R>(&mut self, item: S, sql: &str, row: &str)
    where
        S: Selectable<Items = I>,
        S::First: Root<Scope = F>,
        I: Shape,
        Select<I, F>: Statement<At, Row = R>,
        R: Row + Debug,
    {
        let from = if sql.contains("\"thing\"") { " FROM \"thing\"" } else { "" };
        self.statement(select(item), &format!("SELECT {sql}{from}"), &format!("[{row}]")).await;
    }

    /// The statement has this text and gives these rows.
    pub(crate) async fn statement<Q, At, R>(&mut self, statement: Q, sql: &str, rows: &str)
    where
        Q: Statement<At, Row = R>,
        R: Row + Debug,
    {
        let (statement, _) = statement.into_parts();
        let mut expect = Vec::new();
        R::expect(&mut expect);
        self.run(&statement, &expect, |reader| Ok(format!("{:?}", R::read(reader)?)), sql, rows).await;
    }

    async fn run(
        &mut self,
        statement: &cormorant::sql::Statement,
        expect: &[Expect],
        read: fn(&mut Reader<'_>) -> Result<String>,
        sql: &str,
        rows: &str,
    ) {
        self.count += 1;
        let rendered = statement.render();
        let mut found = Vec::new();
        let outcome = match rendered.check() {
            Err(error) => Err(error),
            Ok(()) => {
                let mut sink = |reader: &mut Reader<'_>| {
                    found.push(read(reader)?);
                    Ok(Flow::More)
                };
                self.conn.fetch_raw(&rendered.sql, &rendered.params, expect, &mut sink).await
            }
        };
        let found = match outcome {
            Ok(_) => format!("[{}]", found.join(", ")),
            Err(error) => format!("{error:?}"),
        };
        if rendered.sql != sql || found != rows {
            self.wrong.push(format!("case {}\n  sql:  {}\n  rows: {found}", self.count, rendered.sql));
        }
    }

    pub(crate) fn finish(self) {
        assert!(self.wrong.is_empty(), "{} cases differ\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// `expression => "its text", "its value";`
macro_rules! cases {
    ($db:expr; $($item:expr => $sql:expr, $row:expr;)*) => {{
        let mut cases = crate::functions::harness::Cases::new(&$db).await?;
        $(cases.expr($item, $sql, $row).await;)*
        cases.finish();
        Ok(())
    }};
}

/// `statement => "its text", "its rows";`
macro_rules! statements {
    ($db:expr; $($statement:expr => $sql:expr, $rows:expr;)*) => {{
        let mut cases = crate::functions::harness::Cases::new(&$db).await?;
        $(cases.statement($statement, $sql, $rows).await;)*
        cases.finish();
        Ok(())
    }};
}

pub(crate) use {cases, statements};
