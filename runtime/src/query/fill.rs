//! Rows that leave columns to the server's defaults, while others give them, as arrays.
//!
//! `INSERT .. SELECT` knows no DEFAULT, so the default is written out: `coalesce("v"."c0", (now())::timestamptz)`.

use crate::schema::{ColumnDef, Generated, TableDef};
use crate::sql::{self, RawPart};
use crate::types::{ColumnType, Param, PgType};

/// How many parameters a statement of PostgreSQL can have.
const MAX_PARAMS: usize = 65_535;

/// What the rows of an INSERT give for one column.
pub(crate) enum Fill {
    /// All rows give it.
    Given,
    /// Some leave it to this default; NULL says so, since no row can give NULL.
    OrDefault(sql::Expr),
    /// Some leave it to this default; a column of `bool` beside it says which give it.
    IfGiven(sql::Expr),
}

/// How each of the columns is filled; `None` if the default of one is not known here.
///
/// `given` is how many of the rows give each column, of `rows`.
pub(crate) fn fills(
    table: &'static TableDef,
    columns: &[u16],
    given: &[usize],
    rows: usize,
) -> Option<Vec<Fill>> {
    let too_many = given.iter().sum::<usize>() > MAX_PARAMS;
    let fill = |(&at, &given): (&u16, &usize)| {
        if given == rows {
            return Some(Fill::Given);
        }
        let column = &table.columns[usize::from(at)];
        let default = default(table, column, too_many)?;
        Some(if column.nullable { Fill::IfGiven(default) } else { Fill::OrDefault(default) })
    };
    columns.iter().zip(given).map(fill).collect()
}

/// The column's default as an expression.
fn default(table: &'static TableDef, column: &ColumnDef, too_many: bool) -> Option<sql::Expr> {
    let default = match (column.generated, column.server_default) {
        (None | Some(Generated::Server), Some(sql)) => sql::Expr::Raw(vec![RawPart::Sql(sql.into())]),
        // Named like this a sequence asks for a right of its own, so DEFAULT is better as long as it fits.
        (Some(Generated::ByDefault | Generated::Always), _) if too_many => next_key(table, column),
        _ => return None,
    };
    Some(sql::Expr::cast(default, column.ty))
}

/// `nextval(pg_get_serial_sequence('"table"', 'column'))`
fn next_key(table: &'static TableDef, column: &ColumnDef) -> sql::Expr {
    let name = match table.schema {
        Some(schema) => format!("{}.{}", sql::quoted(schema), sql::quoted(table.name)),
        None => sql::quoted(table.name),
    };
    let call = |name: &'static str, args| sql::Expr::Call(Box::new(sql::Call::new(name, args)));
    let text = |text: sql::Name| sql::Expr::Constant(sql::Constant::Text(text));
    call("nextval", vec![call("pg_get_serial_sequence", vec![text(name.into()), text(column.name.into())])])
}

/// Types of the columns of arrays: those of the table's columns, and a `bool` for each that may be given as NULL.
pub(crate) fn types(table: &'static TableDef, columns: &[u16], fills: &[Fill]) -> Vec<PgType> {
    let own = columns.iter().map(|&at| table.columns[usize::from(at)].ty);
    let marks = fills.iter().filter(|fill| matches!(fill, Fill::IfGiven(_))).map(|_| bool::TYPE);
    own.chain(marks).collect()
}

/// The values of one row for these types.
pub(crate) fn row(
    table: &'static TableDef,
    columns: &[u16],
    fills: &[Fill],
    given: Vec<(u16, Param)>,
) -> Vec<Param> {
    let mut given = given.into_iter().peekable();
    let mut marks = Vec::new();
    let mut values = Vec::with_capacity(columns.len());
    for (&at, fill) in columns.iter().zip(fills) {
        let value = given.next_if(|(position, _)| *position == at);
        if matches!(fill, Fill::IfGiven(_)) {
            marks.push(Param::new(&value.is_some()));
        }
        let null = || Param::null(table.columns[usize::from(at)].ty);
        values.push(value.map_or_else(null, |(_, value)| value));
    }
    values.extend(marks);
    values
}

/// The selected expressions: the columns of arrays with their defaults.
pub(crate) fn exprs(fills: Vec<Fill>, mut columns: Vec<sql::Expr>) -> Vec<sql::Expr> {
    let mut marks = columns.split_off(fills.len()).into_iter();
    let fill = |(fill, value): (Fill, sql::Expr)| match fill {
        Fill::Given => value,
        Fill::OrDefault(default) => {
            sql::Expr::Call(Box::new(sql::Call::new("coalesce", vec![value, default])))
        }
        Fill::IfGiven(default) => {
            let when = marks.next().unwrap_or(sql::Expr::Constant(sql::Constant::Bool(true)));
            let arms = vec![sql::CaseArm { when, then: value }];
            sql::Expr::Case { operand: None, arms, otherwise: Some(Box::new(default)) }
        }
    };
    fills.into_iter().zip(columns).map(fill).collect()
}
