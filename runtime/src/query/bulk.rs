//! Many rows as parameters: one array per column.

use crate::query::NewRow;
use crate::query::blocks::{self, Column, Names};
use crate::query::fill;
use crate::schema::{ColumnDef, Generated, TableDef};
use crate::sql;
use crate::types::{Param, ParamValue, PgType};

/// The columns and the source of an INSERT of these rows.
///
/// Rows that give different columns are made equal: a nullable column without default that is not given is NULL, a
/// default of the server's that the model knows is written out. Only where the server alone knows what a column
/// becomes, that needs DEFAULT, and so VALUES.
pub(crate) fn insert_source(
    table: &'static TableDef,
    mut rows: Vec<NewRow>,
) -> (Vec<u16>, sql::InsertSource) {
    if let Some(problem) = rows.iter().find_map(|row| row.problem) {
        return refused(table, problem);
    }
    if rows.is_empty() {
        return no_rows(table);
    }
    let mut columns = union_of_columns(&rows);
    if columns.is_empty() {
        if rows.len() == 1 {
            return (columns, sql::InsertSource::DefaultValues);
        }
        // DEFAULT VALUES is one row; for more, any column can say DEFAULT.
        columns.push(0);
    }
    for row in &mut rows {
        complete(table, &columns, row);
    }
    if rows.len() > 1
        && let Some(fills) = fill::fills(table, &columns, &count_given(&columns, &rows), rows.len())
    {
        let types = fill::types(table, &columns, &fills);
        let values = rows.into_iter().map(|row| fill::row(table, &columns, &fills, row.values));
        let (from, arrays) = unnest(&types, values, "v");
        let query = select_rows(from, fill::exprs(fills, arrays));
        return (columns, sql::InsertSource::Query(Box::new(query)));
    }
    let values = rows.into_iter().map(|row| values_row(&columns, row)).collect();
    (columns, sql::InsertSource::Values(values))
}

/// Arrays of nothing for all columns that may be given: an empty list inserts no rows, and is no mistake.
fn no_rows(table: &'static TableDef) -> (Vec<u16>, sql::InsertSource) {
    let may_be_given = |(_, column): &(u16, &ColumnDef)| {
        !matches!(column.generated, Some(Generated::Always | Generated::Stored(_)))
    };
    let columns: Vec<u16> = (0..).zip(table.columns).filter(may_be_given).map(|(at, _)| at).collect();
    let types: Vec<PgType> = columns.iter().map(|&at| table.columns[usize::from(at)].ty).collect();
    let (from, arrays) = unnest(&types, std::iter::empty(), "v");
    (columns, sql::InsertSource::Query(Box::new(select_rows(from, arrays))))
}

/// What cannot be inserted: a value that cannot be sent, so that executing the statement gives the reason.
fn refused(table: &'static TableDef, problem: &'static str) -> (Vec<u16>, sql::InsertSource) {
    let param = Param { ty: table.columns[0].ty, value: ParamValue::Invalid(problem.into()) };
    (vec![0], sql::InsertSource::Values(vec![vec![sql::Expr::Param(param)]]))
}

/// `SELECT .. FROM unnest($1, $2, ..) WITH ORDINALITY AS "v" ORDER BY "v"."ord"`: the rows in their order.
fn select_rows(from: sql::From, columns: Vec<sql::Expr>) -> sql::Select {
    let order = sql::Expr::column(sql::Qualifier::Alias("v".into()), ORDINAL);
    let core = sql::SelectCore {
        items: columns.into_iter().map(|expr| sql::Item { expr, alias: None }).collect(),
        from: vec![from],
        ..sql::SelectCore::default()
    };
    sql::Select {
        body: sql::SelectBody::Core(Box::new(core)),
        order_by: vec![sql::OrderBy { expr: order, order: sql::Order::Asc, nulls: None }],
        ..sql::Select::default()
    }
}

/// Name of the column that counts the rows.
const ORDINAL: &str = "ord";

/// Rows as a table of one array parameter per column: the entry in FROM, and the expressions of its columns.
pub(crate) fn unnest(
    types: &[PgType],
    rows: impl Iterator<Item = Vec<Param>>,
    alias: &'static str,
) -> (sql::From, Vec<sql::Expr>) {
    let mut columns: Vec<Column> = types.iter().map(|&ty| Column::new(ty, rows.size_hint().0)).collect();
    let mut count = 0;
    for row in rows {
        for (column, value) in columns.iter_mut().zip(&row) {
            column.push_param(value);
        }
        count += 1;
    }
    let mut params = blocks::params(types, columns, count).into_iter();
    let names = Names { alias, prefix: "c", ord: ORDINAL };
    let from = blocks::table(types, true, names, &mut |ty| params.next().unwrap_or_else(|| Param::null(ty)));
    (from, (0..types.len()).map(|place| names.column(place)).collect())
}

fn union_of_columns(rows: &[NewRow]) -> Vec<u16> {
    let mut columns: Vec<u16> = rows.iter().flat_map(|row| row.values.iter().map(|(at, _)| *at)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// How many of the rows give each column.
fn count_given(columns: &[u16], rows: &[NewRow]) -> Vec<usize> {
    let mut given = vec![0; columns.len()];
    for (at, _) in rows.iter().flat_map(|row| &row.values) {
        if let Ok(place) = columns.binary_search(at) {
            given[place] += 1;
        }
    }
    given
}

fn complete(table: &'static TableDef, columns: &[u16], row: &mut NewRow) {
    // Only now does a value know its column.
    row.values = std::mem::take(&mut row.values)
        .into_iter()
        .map(|(at, value)| (at, value.of_column(table.columns[usize::from(at)].name)))
        .collect();
    for &at in columns {
        let column = &table.columns[usize::from(at)];
        let given = row.values.iter().any(|(position, _)| *position == at);
        if !given && column.nullable && !column.is_server_made() {
            row.values.push((at, Param::null(column.ty)));
        }
    }
    row.values.sort_by_key(|(position, _)| *position);
}

fn values_row(columns: &[u16], row: NewRow) -> Vec<sql::Expr> {
    let mut given = row.values.into_iter().peekable();
    columns
        .iter()
        .map(|&at| match given.next_if(|(position, _)| *position == at) {
            Some((_, value)) => sql::Expr::Param(value),
            None => sql::Expr::Default,
        })
        .collect()
}
