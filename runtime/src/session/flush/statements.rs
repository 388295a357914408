//! The statements of a flush: text by table, columns and number of rows (one, or any number).
//!
//! Any number of rows travel as one array per column, so that no count is ever part of a text. The texts are
//! kept with the model.

use std::sync::Arc;

use crate::error::Result;
use crate::schema::{Generated, TableDef};
use crate::session::flush::rows::{self, ORD, ROWS};
use crate::session::relation::Between;
use crate::session::{Mask, Meta};
use crate::sql::{
    Assignment, BinaryOp, Delete, Expr, From, Insert, InsertSource, Item, OrderBy, Overriding, Qualifier,
    RawPart, Select, SelectBody, SelectCore, Statement, TableName, TableRef, Update,
};
use crate::types::{Param, PgType};

/// Which statement. `One` takes a value per column, `Many` an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    InsertOne,
    InsertMany,
    UpdateOne,
    UpdateMany,
    /// As `UpdateMany`, but it does not tell which rows it found: their count must do.
    UpdateCounted,
    DeleteOne,
    DeleteMany,
}

/// The text of a statement over these columns.
pub(crate) fn text(meta: &'static Meta, verb: Verb, mask: &Mask) -> Result<Arc<str>> {
    meta.texts.get(verb, mask, || {
        let statement = statement(meta.table, verb, mask);
        let rendered = statement.render();
        rendered.check()?;
        Ok(rendered.sql.into())
    })
}

/// Columns that a statement gives back: those that the server makes.
pub(crate) fn returned(table: &TableDef, verb: Verb, mask: &Mask) -> Vec<usize> {
    let made = |at: &usize| {
        let column = &table.columns[*at];
        match verb {
            Verb::InsertOne | Verb::InsertMany => column.is_server_made(),
            Verb::UpdateOne | Verb::UpdateMany | Verb::UpdateCounted => {
                matches!(column.generated, Some(Generated::Stored(_) | Generated::Server))
                    || column.default.on_update_sql.is_some()
            }
            Verb::DeleteOne | Verb::DeleteMany => false,
        }
    };
    (0..table.columns.len()).filter(|at| !mask.contains(*at)).filter(made).collect()
}

/// The columns that find a row: its key, and its version if it has one.
pub(crate) fn located(table: &TableDef) -> Vec<usize> {
    let version = table.columns.iter().position(|column| column.version);
    table.primary_key.iter().copied().chain(version).collect()
}

fn statement(table: &'static TableDef, verb: Verb, mask: &Mask) -> Statement {
    let columns: Vec<usize> = mask.iter().collect();
    match verb {
        Verb::InsertOne | Verb::InsertMany => insert(table, verb, &columns, mask),
        Verb::UpdateOne => {
            let filter = equal(table, &located(table), |_, at| null(table.columns[at].ty));
            let set = assignments(table, &columns, mask, |_, at| null(table.columns[at].ty));
            update(table, set, Vec::new(), filter, returning(table, verb, mask, &[]))
        }
        Verb::UpdateMany | Verb::UpdateCounted => {
            let (keys, first_key) = (located(table), columns.len());
            let all: Vec<usize> = columns.iter().chain(&keys).copied().collect();
            let tells = verb == Verb::UpdateMany;
            let rows = rows::table(&types(table, &all), tells);
            let filter = equal(table, &keys, |place, _| rows::column(first_key + place));
            let set = assignments(table, &columns, mask, |place, _| rows::column(place));
            let ord = tells.then(|| Expr::column(Qualifier::Alias(ROWS.into()), ORD));
            update(table, set, vec![rows], filter, returning(table, verb, mask, ord.as_slice()))
        }
        Verb::DeleteOne => {
            let filter = equal(table, &located(table), |_, at| null(table.columns[at].ty));
            delete(table, Vec::new(), filter, Vec::new())
        }
        Verb::DeleteMany => delete_many(table),
    }
}

fn insert(table: &'static TableDef, verb: Verb, columns: &[usize], mask: &Mask) -> Statement {
    let always = |at: &&usize| table.columns[**at].generated == Some(Generated::Always);
    let source = match verb {
        _ if columns.is_empty() => InsertSource::DefaultValues,
        Verb::InsertMany => InsertSource::Query(Box::new(ordered_rows(&types(table, columns)))),
        _ => InsertSource::Values(vec![columns.iter().map(|&at| null(table.columns[at].ty)).collect()]),
    };
    Statement::Insert(Box::new(Insert {
        with: Vec::new(),
        into: table_ref(table),
        columns: columns.iter().map(|&at| table.columns[at].name.into()).collect(),
        overriding: columns.iter().any(|at| always(&at)).then_some(Overriding::SystemValue),
        source,
        on_conflict: None,
        returning: returning(table, verb, mask, &[]),
    }))
}

fn update(
    table: &'static TableDef,
    set: Vec<Assignment>,
    from: Vec<From>,
    filter: Option<Expr>,
    returning: Vec<Item>,
) -> Statement {
    Statement::Update(Box::new(Update {
        with: Vec::new(),
        table: table_ref(table),
        set,
        from,
        filter,
        returning,
    }))
}

fn delete(
    table: &'static TableDef,
    using: Vec<From>,
    filter: Option<Expr>,
    returning: Vec<Item>,
) -> Statement {
    Statement::Delete(Box::new(Delete { with: Vec::new(), from: table_ref(table), using, filter, returning }))
}

/// `WHERE "id" = ANY ($1)`, or by joined rows for composite keys and versions.
fn delete_many(table: &'static TableDef) -> Statement {
    let keys = located(table);
    if let [key] = keys[..]
        && rows::is_plain(table.columns[key].ty)
    {
        let array = Expr::Param(Param::null(table.columns[key].ty.array()));
        let column = Box::new(own(table, key));
        let any = Expr::Quantified(column, BinaryOp::Eq, crate::sql::Quantifier::Any, Box::new(array));
        return delete(table, Vec::new(), Some(any), Vec::new());
    }
    let filter = equal(table, &keys, |place, _| rows::column(place));
    let ord = Item { expr: Expr::column(Qualifier::Alias(ROWS.into()), ORD), alias: None };
    delete(table, vec![rows::table(&types(table, &keys), true)], filter, vec![ord])
}

/// The texts for a many-to-many relationship's table: one pair or any number.
pub(crate) fn pair(link: &Between, types: &[PgType], many: bool, insert: bool) -> Statement {
    let names: Vec<&'static str> = link.local.iter().chain(&link.remote).copied().collect();
    let into = TableRef {
        name: TableName { schema: link.schema.map(Into::into), name: link.name.into() },
        alias: None,
    };
    if insert {
        let source = if many {
            InsertSource::Query(Box::new(ordered_rows(types)))
        } else {
            InsertSource::Values(vec![types.iter().copied().map(null).collect()])
        };
        return Statement::Insert(Box::new(Insert {
            with: Vec::new(),
            into,
            columns: names.into_iter().map(Into::into).collect(),
            overriding: None,
            source,
            on_conflict: None,
            returning: Vec::new(),
        }));
    }
    let table = Qualifier::Table(into.name.clone());
    let equal = names.iter().enumerate().map(|(place, name)| {
        let value = if many { rows::column(place) } else { null(types[place]) };
        Expr::binary(Expr::column(table.clone(), *name), BinaryOp::Eq, value)
    });
    let filter = Expr::all(equal.collect::<Vec<_>>());
    let using = if many { vec![rows::table(types, true)] } else { Vec::new() };
    Statement::Delete(Box::new(Delete { with: Vec::new(), from: into, using, filter, returning: Vec::new() }))
}

/// `SELECT "v"."0", .. FROM unnest($1, ..) WITH ORDINALITY AS "v"("0", .., "n") ORDER BY "v"."n"`: keys that the
/// server makes follow the order of the arrays.
fn ordered_rows(types: &[PgType]) -> Select {
    let items = (0..types.len()).map(|place| Item { expr: rows::column(place), alias: None }).collect();
    let core = SelectCore { items, from: vec![rows::table(types, true)], ..SelectCore::default() };
    let ord = Expr::column(Qualifier::Alias(ROWS.into()), ORD);
    Select {
        body: SelectBody::Core(Box::new(core)),
        order_by: vec![OrderBy { expr: ord, order: crate::sql::Order::Asc, nulls: None }],
        ..Select::default()
    }
}

/// SET: the values that are sent, and what the server computes for columns that are not.
fn assignments(
    table: &'static TableDef,
    columns: &[usize],
    mask: &Mask,
    value: impl Fn(usize, usize) -> Expr,
) -> Vec<Assignment> {
    let sent = columns.iter().enumerate().map(|(place, &at)| (at, value(place, at)));
    let computed = table.columns.iter().enumerate().filter(|(at, _)| !mask.contains(*at));
    let computed = computed.filter_map(|(at, column)| {
        Some((at, Expr::Raw(vec![RawPart::Sql(column.default.on_update_sql?.into())])))
    });
    sent.chain(computed)
        .map(|(at, value)| Assignment { column: table.columns[at].name.into(), value })
        .collect()
}

fn equal(table: &'static TableDef, columns: &[usize], value: impl Fn(usize, usize) -> Expr) -> Option<Expr> {
    let parts = columns.iter().enumerate();
    Expr::all(parts.map(|(place, &at)| Expr::binary(own(table, at), BinaryOp::Eq, value(place, at))))
}

fn returning(table: &'static TableDef, verb: Verb, mask: &Mask, first: &[Expr]) -> Vec<Item> {
    let made = returned(table, verb, mask).into_iter().map(|at| own(table, at));
    first.iter().cloned().chain(made).map(|expr| Item { expr, alias: None }).collect()
}

fn types(table: &TableDef, columns: &[usize]) -> Vec<PgType> {
    columns.iter().map(|&at| table.columns[at].ty).collect()
}

fn own(table: &'static TableDef, column: usize) -> Expr {
    Expr::column(Qualifier::Table(table.table_name()), table.columns[column].name)
}

/// A place for a value; texts do not depend on values.
fn null(ty: PgType) -> Expr {
    Expr::Param(Param::null(ty))
}

fn table_ref(table: &'static TableDef) -> TableRef {
    TableRef { name: table.table_name(), alias: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Model;
    use crate::session::Mapped;
    use crate::session::models::User;
    use expect_test::expect;

    fn sql(verb: Verb, columns: &[usize]) -> String {
        text(User::meta(), verb, &columns.iter().copied().collect()).unwrap().to_string()
    }

    #[test]
    fn one_row_is_a_plain_statement() {
        expect![[r#"INSERT INTO "users" ("email", "is_active") VALUES ($1, $2) RETURNING "users"."id""#]]
            .assert_eq(&sql(Verb::InsertOne, &[1, 2]));
        expect![[r#"UPDATE "users" SET "email" = $1, "nick" = $2 WHERE "users"."id" = $3"#]]
            .assert_eq(&sql(Verb::UpdateOne, &[1, 3]));
        expect![[r#"DELETE FROM "users" WHERE "users"."id" = $1"#]].assert_eq(&sql(Verb::DeleteOne, &[]));
    }

    #[test]
    fn many_rows_travel_as_arrays() {
        expect![[r#"INSERT INTO "users" ("email", "is_active") SELECT "v"."0", "v"."1" FROM unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") ORDER BY "v"."n" RETURNING "users"."id""#]].assert_eq(&sql(Verb::InsertMany, &[1, 2]));
        expect![[r#"UPDATE "users" SET "email" = "v"."0", "nick" = "v"."1" FROM unnest($1, $2, $3) WITH ORDINALITY AS "v"("0", "1", "2", "n") WHERE "users"."id" = "v"."2" RETURNING "v"."n""#]].assert_eq(&sql(Verb::UpdateMany, &[1, 3]));
        expect![[r#"UPDATE "users" SET "email" = "v"."0" FROM unnest($1, $2) AS "v"("0", "1") WHERE "users"."id" = "v"."1""#]].assert_eq(&sql(Verb::UpdateCounted, &[1]));
        expect![[r#"DELETE FROM "users" WHERE "users"."id" = ANY($1)"#]]
            .assert_eq(&sql(Verb::DeleteMany, &[]));
    }

    #[test]
    fn pairs_are_inserted_and_deleted_by_both_keys() {
        let link = Between { schema: None, name: "post_tag", local: vec!["post_id"], remote: vec!["tag_id"] };
        let types = [User::TABLE.columns[0].ty; 2];
        let sql = |many, insert| pair(&link, &types, many, insert).render().sql;
        expect![[r#"INSERT INTO "post_tag" ("post_id", "tag_id") VALUES ($1, $2)"#]]
            .assert_eq(&sql(false, true));
        expect![[r#"INSERT INTO "post_tag" ("post_id", "tag_id") SELECT "v"."0", "v"."1" FROM unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") ORDER BY "v"."n""#]].assert_eq(&sql(true, true));
        expect![[r#"DELETE FROM "post_tag" WHERE "post_tag"."post_id" = $1 AND "post_tag"."tag_id" = $2"#]]
            .assert_eq(&sql(false, false));
        expect![[r#"DELETE FROM "post_tag" USING unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") WHERE "post_tag"."post_id" = "v"."0" AND "post_tag"."tag_id" = "v"."1""#]].assert_eq(&sql(true, false));
    }

    #[test]
    fn a_row_of_defaults_only_has_no_columns() {
        expect![[r#"INSERT INTO "users" DEFAULT VALUES RETURNING "users"."id""#]]
            .assert_eq(&sql(Verb::InsertOne, &[]));
    }
}
