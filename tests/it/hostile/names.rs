//! Names: of schemas, tables, columns, constraints, aliases, CTEs, windows, functions, collations, and comments.

use cormorant::ddl::{Options, create_sql};
use cormorant::engine::{Flow, PooledConnection};
use cormorant::prelude::*;
use cormorant::query::Row;
use cormorant::schema::{CheckDef, ColumnDef, DefaultKind, TableDef, UniqueDef};
use cormorant::sql::{self, Expr, Name, Statement};
use cormorant::testing::TestDb;
use cormorant::types::{ColumnType, Param, PgType, Reader};
use cormorant::{Error, Result};

use super::{CANARY, assert_alive, assert_refused, is_name, list};
use crate::support::value as read;

const fn column(name: &'static str, ty: PgType, comment: Option<&'static str>) -> ColumnDef {
    ColumnDef {
        field: "field",
        name,
        ty,
        modifiers: &[],
        nullable: false,
        generated: None,
        server_default: None,
        default: DefaultKind { on_insert: false, on_update: false, on_update_sql: None },
        collation: None,
        comment,
        version: false,
    }
}

/// Where the name stands.
#[derive(Clone, Copy)]
enum Place {
    Schema,
    Table,
    Column,
    Constraint,
}

/// A table of which one thing has this name; the others are harmless.
fn table(name: &'static str, place: Place) -> &'static TableDef {
    let pick = |here: bool, other: &'static str| if here { name } else { other };
    let checks =
        vec![CheckDef { name: Some(pick(matches!(place, Place::Constraint), "positive")), sql: "id > 0" }];
    let columns = vec![
        column("id", i32::TYPE, None),
        column(pick(matches!(place, Place::Column), "text"), String::TYPE, None),
    ];
    Box::leak(Box::new(TableDef {
        model: "Hostile",
        schema: Some(pick(matches!(place, Place::Schema), "app")),
        name: pick(matches!(place, Place::Table), "harmless"),
        comment: None,
        columns: columns.leak(),
        primary_key: &[0],
        uniques: &[],
        indexes: &[],
        checks: checks.leak(),
        foreign_keys: &[],
        relations: &[],
    }))
}

/// A table whose schema, column, unique constraint and comments all have this name.
fn everything(name: &'static str) -> &'static TableDef {
    let columns = vec![column("id", i32::TYPE, None), column(name, String::TYPE, Some(name))];
    let uniques = vec![UniqueDef { name: Some(name), columns: &[1], nulls_not_distinct: false }];
    Box::leak(Box::new(TableDef {
        model: "Hostile",
        schema: Some(name),
        name: "t",
        comment: Some(name),
        columns: columns.leak(),
        primary_key: &[0],
        uniques: uniques.leak(),
        indexes: &[],
        checks: &[],
        foreign_keys: &[],
        relations: &[],
    }))
}

fn names() -> impl Iterator<Item = &'static str> {
    list::all().into_iter().map(|text| &*text.leak())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn item(expr: Expr, alias: &'static str) -> sql::Item {
    sql::Item { expr, alias: Some(alias.into()) }
}

fn own_column(name: &'static str) -> Expr {
    Expr::column(sql::Qualifier::Alias(name.into()), name)
}

/// An INSERT with the name as schema, alias, column, constraint and output column.
fn insert_into(name: &'static str, id: i32) -> Statement {
    let values = vec![Expr::Param(Param::new(&id)), Expr::Param(Param::new(&name.to_owned()))];
    let into = sql::TableName { schema: Some(name.into()), name: "t".into() };
    let target = sql::ConflictTarget::Constraint(name.into());
    Statement::Insert(Box::new(sql::Insert {
        with: Vec::new(),
        into: sql::TableRef { name: into, alias: Some(name.into()) },
        columns: vec!["id".into(), name.into()],
        overriding: None,
        source: sql::InsertSource::Values(vec![values]),
        on_conflict: Some(sql::OnConflict { target: Some(target), action: sql::ConflictAction::Nothing }),
        returning: vec![item(own_column(name), name)],
    }))
}

/// A SELECT with the name as CTE, alias, column, window, function and collation.
fn select_from(name: &'static str) -> Statement {
    let table = sql::TableName { schema: Some(name.into()), name: "t".into() };
    let inner = sql::SelectCore {
        items: vec![item(own_column(name), name)].into(),
        from: vec![sql::From::Table(sql::TableRef { name: table, alias: Some(name.into()) })],
        ..sql::SelectCore::default()
    };
    let inner = sql::Select { body: sql::SelectBody::Core(Box::new(inner)), ..sql::Select::default() };
    let cte = sql::Cte {
        name: name.into(),
        columns: vec![name.into()],
        recursive: false,
        materialized: None,
        statement: Statement::Select(Box::new(inner)),
    };
    let mut rank = sql::Call::new("row_number", Vec::new());
    let window = sql::Window { partition_by: vec![own_column(name)], ..sql::Window::default() };
    rank.over = Some(sql::Over::Shared(Box::new(sql::NamedWindow { name: name.into(), window })));
    let mut call = sql::Call::new(Name::from(name), Vec::new());
    call.schema = Some(name.into());
    let collated = Expr::Collate(Box::new(own_column(name)), name.into());
    let same = Expr::binary(collated, sql::BinaryOp::Eq, Expr::Param(Param::new(&name.to_owned())));
    let from = sql::TableRef { name: sql::TableName::new(name), alias: Some(name.into()) };
    let core = sql::SelectCore {
        items: vec![
            item(own_column(name), name),
            item(Expr::Call(Box::new(rank)), name),
            item(Expr::Call(Box::new(call)), name),
        ]
        .into(),
        from: vec![sql::From::Table(from)],
        filter: Some(same),
        ..sql::SelectCore::default()
    };
    let body = sql::SelectBody::Core(Box::new(core));
    Statement::Select(Box::new(sql::Select { with: vec![cte], body, ..sql::Select::default() }))
}

async fn rows<R: Row + Send>(conn: &mut PooledConnection, statement: &Statement) -> Result<Vec<R>> {
    let rendered = statement.render();
    rendered.check()?;
    let (mut expect, mut rows) = (Vec::new(), Vec::new());
    R::expect(&mut expect);
    let mut sink = |reader: &mut Reader<'_>| {
        rows.push(R::read(reader)?);
        Ok(Flow::More)
    };
    conn.fetch_raw(&rendered.sql, &rendered.params, &expect, &mut sink).await?;
    Ok(rows)
}

/// What the server has under these names, exactly.
const FACTS: &str = "
    SELECT concat_ws('|', count(*), bool_and(obj_description(c.oid, 'pg_class') = n.nspname),
        bool_and(col_description(c.oid, a.attnum) = n.nspname))
    FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 't'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = n.nspname
    JOIN pg_constraint o ON o.conrelid = c.oid AND o.conname = n.nspname";

#[cormorant::test(schema = CANARY)]
async fn names_are_kept_exactly(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    let mut kept = 0;
    for name in names().filter(|name| is_name(name)) {
        let table = everything(name);
        let made = conn.create_all(&[table], &Options::new().if_not_exists()).await;
        if name.starts_with("pg_") {
            // Schemas of this name are PostgreSQL's own, and it says so.
            assert!(matches!(made, Err(Error::Database(_))), "{name:?}");
            continue;
        }
        made?;
        kept += 1;
        let it = quoted(name);
        conn.script(&format!(
            "CREATE FUNCTION {it}.{it}() RETURNS int LANGUAGE sql AS 'SELECT 7'; CREATE COLLATION IF NOT EXISTS public.{it} FROM \"C\""
        ))
        .await?;
        assert_eq!(rows::<String>(&mut conn, &insert_into(name, 1)).await?, [name]);
        assert_eq!(rows::<String>(&mut conn, &insert_into(name, 2)).await?, Vec::<String>::new());
        let found = rows::<(String, i64, i32)>(&mut conn, &select_from(name)).await?;
        assert_eq!(found, [(name.to_owned(), 1, 7)]);

        let typed = select((
            function::<i32>(name).schema(name).with(()),
            value(name).collate(name).eq(name),
            rank().over(window().named(name)),
        ));
        assert_eq!(conn.one(typed).await?, (Some(7), true, 1), "{name:?}");
    }
    assert!(kept >= 150, "only {kept}");
    assert_eq!(read::<String>(&mut conn, FACTS).await?, format!("{kept}|t|t"));
    assert_alive(&db).await
}

#[cormorant::test(schema = CANARY)]
async fn tables_columns_and_constraints_of_any_name_are_made(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    conn.script("CREATE SCHEMA app").await?;
    for name in names().filter(|name| is_name(name)) {
        for place in [Place::Table, Place::Column, Place::Constraint] {
            let table = table(name, place);
            conn.create_all(&[table], &Options::new().if_not_exists()).await?;
            let (_, column) = (table.name, table.columns[1].name);
            let written = format!(
                "SELECT count(*) FROM pg_attribute a JOIN pg_constraint o ON o.conrelid = a.attrelid WHERE a.attrelid = \
                 '{}'::regclass AND attname = '{}' AND conname = '{}'",
                format!("app.{}", quoted(table.name)).replace('\'', "''"),
                column.replace('\'', "''"),
                table.checks[0].name.expect("it has one").replace('\'', "''"),
            );
            assert_eq!(read::<i64>(&mut conn, &written).await?, 1, "{name:?}");
            conn.drop_all(&[table], &Options::new()).await?;
        }
    }
    assert_alive(&db).await
}

#[cormorant::test(schema = CANARY)]
async fn names_that_cannot_be_kept_are_refused_everywhere(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    let mut refused = 0;
    for name in names().filter(|name| !is_name(name)) {
        refused += 1;
        for place in [Place::Schema, Place::Table, Place::Column, Place::Constraint] {
            assert_refused(&create_sql(&[table(name, place)], &Options::new()).unwrap_err(), name);
        }
        assert_refused(&insert_into(name, 1).render().check().unwrap_err(), name);
        assert_refused(&select_from(name).render().check().unwrap_err(), name);
        assert_refused(&conn.one(select(function::<i32>(name).with(()))).await.unwrap_err(), name);
        assert_refused(
            &conn.one(select(function::<i32>("f").schema(name).with(()))).await.unwrap_err(),
            name,
        );
        assert_refused(&conn.one(select(value("x").collate(name))).await.unwrap_err(), name);
        assert_refused(&conn.one(select(rank().over(window().named(name)))).await.unwrap_err(), name);
    }
    assert!(refused >= 10, "only {refused}");
    assert_alive(&db).await
}
