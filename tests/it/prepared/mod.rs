//! A program that compiles is not refused by PostgreSQL: hundreds of statements of every clause, each prepared and
//! run by the runtime itself, with the types that the compiler gave its parameters and its rows.

mod aggregates;
mod conditions;
mod functions;
mod groups;
mod joins;
mod odd;
mod pages;
mod selects;
mod subqueries;
mod tables;
mod values;
mod windows;
mod writes;

use std::collections::BTreeSet;

use cormorant::engine::{Engine, Flow, PooledConnection};
use cormorant::query::{Executable, Root, Row, Select, Selectable, Shape, Statement, select};
use cormorant::schema::Model;
use cormorant::sql;
use cormorant::testing::TestDb;
use cormorant::types::{Expect, Reader};
use cormorant::{Error, Result};
use cormorant_examples::music::{create_tables, sample};
use cormorant_tests::guide::{Post, Tag, User};

use crate::functions::harness::SCHEMA;

/// A statement without its types.
struct Case {
    label: &'static str,
    statement: sql::Statement,
    expect: Vec<Expect>,
    read: fn(&mut Reader<'_>) -> Result<()>,
}

/// Statements to prepare.
#[derive(Default)]
struct Corpus(Vec<Case>);

impl Corpus {
    /// A statement that gives rows.
    fn rows<Q: Statement<At, Row = R>, At, R: Row>(&mut self, label: &'static str, statement: Q) {
        let (statement, _) = statement.into_parts();
        let mut expect = Vec::new();
        R::expect(&mut expect);
        self.0.push(Case { label, statement, expect, read: |reader| R::read(reader).map(drop) });
    }

    /// A statement that is run for its effect.
    fn effect<E: Executable>(&mut self, label: &'static str, statement: E) {
        let statement = statement.into_executable();
        self.0.push(Case { label, statement, expect: Vec::new(), read: |_| Ok(()) });
    }

    /// An expression, selected alone.
    fn expr<S, I, F, At, R>(&mut self, label: &'static str, item: S)
    where
        S: Selectable<Items = I, First: Root<Scope = F>>,
        I: Shape,
        Select<I, F>: Statement<At, Row = R>,
        R: Row,
    {
        self.rows(label, select(item));
    }

    /// All clauses.
    fn all() -> Corpus {
        let mut corpus = Corpus::default();
        selects::add(&mut corpus);
        conditions::add(&mut corpus);
        joins::add(&mut corpus);
        groups::add(&mut corpus);
        pages::add(&mut corpus);
        values::add(&mut corpus);
        functions::add(&mut corpus);
        aggregates::add(&mut corpus);
        windows::add(&mut corpus);
        subqueries::add(&mut corpus);
        tables::add(&mut corpus);
        writes::add(&mut corpus);
        odd::add(&mut corpus);
        corpus
    }
}

/// Adds expressions of one label, one by one.
macro_rules! exprs {
    ($corpus:ident, $label:literal: $($item:expr),+ $(,)?) => {
        $($corpus.expr($label, $item);)+
    };
}

/// Adds statements that give rows, one by one.
macro_rules! rows {
    ($corpus:ident, $label:literal: $($statement:expr),+ $(,)?) => {
        $($corpus.rows($label, $statement);)+
    };
}

use {exprs, rows};

/// The tables of all models, with some rows.
async fn tables(engine: Engine) -> Result<()> {
    let mut conn = engine.connection().await?;
    conn.script(SCHEMA).await?;
    create_tables(&mut conn).await?;
    sample::music().load(&mut conn, |_| ()).await?;
    conn.create_all(
        &[User::TABLE, Post::TABLE, Tag::TABLE, odd::Odd::TABLE],
        &cormorant::ddl::Options::new(),
    )
    .await?;
    conn.script(
        "INSERT INTO users (email, nick, is_active) VALUES ('ann@example.com', 'ann', true), ('bo@example.com', NULL, false);
         INSERT INTO posts (title, views, author_id) VALUES ('one', 10, 1), ('two', 0, 1), ('three', 5, 2);
         INSERT INTO tags (word) VALUES ('red'), ('green')",
    )
    .await
}

/// Prepares and runs the statement as the runtime does, and reads its rows; nothing of it stays.
async fn run(conn: &mut PooledConnection, case: &Case) -> Result<()> {
    let rendered = case.statement.render();
    rendered.check()?;
    let mut transaction = conn.begin().await?;
    let mut sink = |reader: &mut Reader<'_>| {
        (case.read)(reader)?;
        Ok(Flow::More)
    };
    transaction.fetch_raw(&rendered.sql, &rendered.params, &case.expect, &mut sink).await?;
    transaction.rollback().await
}

#[cormorant::test(fixture = tables)]
async fn what_compiles_is_not_refused(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    let corpus = Corpus::all();
    let texts: BTreeSet<String> = corpus.0.iter().map(|case| case.statement.render().sql).collect();
    assert!(texts.len() >= 300, "only {} distinct statements", texts.len());

    let mut refused = Vec::new();
    for case in &corpus.0 {
        if let Err(error) = run(&mut conn, case).await {
            let said = match &error {
                Error::Database(said) => format!("{} {}", said.sqlstate, said.message),
                other => other.to_string(),
            };
            refused.push(format!("{}\n  {}\n  {said}", case.label, case.statement.render().sql));
        }
    }
    assert!(refused.is_empty(), "{} are refused:\n{}", refused.len(), refused.join("\n"));
    Ok(())
}
