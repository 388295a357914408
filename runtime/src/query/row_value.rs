//! Rows as values: `(a, b) < (x, y)`.

use std::fmt;
use std::marker::PhantomData;

use crate::query::arity::for_tuples;
use crate::query::operators::binary;
use crate::query::with::inside;
use crate::query::{Argument, Expr, Gives, Listed, NotNull, OneColumn, Outer, Select, Shape, Typed};
use crate::sql::{self, BinaryOp};
use crate::types::{ColumnType, Element, Param};

/// A row of expressions of the types `B`, a tuple; see [`row`].
#[must_use = "compare the row: `.lt((x, y))`"]
pub struct RowValue<B, S> {
    parts: Vec<sql::Expr>,
    marker: PhantomData<fn() -> (B, S)>,
}

/// `(a, b)`, to be compared as a whole: `row((Post::day, Post::id)).gt((day, id))` is `(day, id) > ($1, $2)`.
///
/// Rows are compared from the left: the first parts that differ decide.
pub fn row<R: RowParts<Bases = B, Uses = S>, B, S>(parts: R) -> RowValue<B, S> {
    let mut list = Vec::new();
    parts.push_parts(&mut list);
    RowValue { parts: list, marker: PhantomData }
}

/// What [`row`] takes: a tuple of values, columns and expressions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of values, columns and expressions",
    label = "expected a tuple: `row((a, b))`"
)]
pub trait RowParts {
    /// Their types, as a tuple.
    type Bases;
    /// The tables used.
    type Uses;
    /// Appends them.
    #[doc(hidden)]
    fn push_parts(self, out: &mut Vec<sql::Expr>);
}

/// What a row of the types `B` is compared with: a tuple of as many values, or another row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a row of `{B}`",
    label = "expected a tuple that fits `{B}`"
)]
pub trait RowOperand<B> {
    /// The tables used.
    type Uses;
    /// The row.
    #[doc(hidden)]
    fn into_row(self) -> sql::Expr;
}

/// What `in_` of a row takes: a list of tuples, or a statement that selects as many columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of rows of `{B}`",
    label = "expected a list of tuples that fit `{B}`, or a statement that selects such rows"
)]
pub trait RowList<B, At> {
    /// What the subquery borrows.
    type Uses;
    /// The subquery.
    #[doc(hidden)]
    fn into_rows(self) -> sql::Select;
}

/// Columns of a subquery beside a row: each fits its type.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be compared with a row of `{B}`",
    label = "selects other columns"
)]
pub trait RowColumns<B> {
    /// The uses `S`, marked if one of the columns may be NULL.
    type Mark<S>;
}

impl<B, S> RowOperand<B> for RowValue<B, S> {
    type Uses = S;

    fn into_row(self) -> sql::Expr {
        sql::Expr::Row(self.parts)
    }
}

macro_rules! comparison {
    ($name:ident $op:ident $doc:literal) => {
        #[doc = $doc]
        pub fn $name<R: RowOperand<B, Uses = U>, U>(self, other: R) -> Expr<bool, (S, U)> {
            binary(sql::Expr::Row(self.parts), BinaryOp::$op, other.into_row())
        }
    };
}

impl<B, S> RowValue<B, S> {
    comparison! { eq Eq "`(a, b) = (x, y)`" }
    comparison! { ne Ne "`(a, b) <> (x, y)`" }
    comparison! { lt Lt "`(a, b) < (x, y)`" }
    comparison! { le Le "`(a, b) <= (x, y)`" }
    comparison! { gt Gt "`(a, b) > (x, y)`" }
    comparison! { ge Ge "`(a, b) >= (x, y)`" }

    /// `(a, b) IS DISTINCT FROM (x, y)`: differs, NULL being a value
    pub fn is_distinct_from<R: RowOperand<B, Uses = U>, U>(self, other: R) -> Expr<bool, NotNull<(S, U)>> {
        binary(sql::Expr::Row(self.parts), BinaryOp::IsDistinctFrom, other.into_row())
    }

    /// `(a, b) IS NOT DISTINCT FROM (x, y)`: equal, NULL being a value
    pub fn is_not_distinct_from<R: RowOperand<B, Uses = U>, U>(
        self,
        other: R,
    ) -> Expr<bool, NotNull<(S, U)>> {
        binary(sql::Expr::Row(self.parts), BinaryOp::IsNotDistinctFrom, other.into_row())
    }

    /// `(a, b) IN (SELECT ..)`; a list of tuples becomes one array parameter per column:
    /// `(a, b) IN (SELECT * FROM unnest($1, $2))`
    pub fn in_<L: RowList<B, At, Uses = U>, U, At>(self, list: L) -> Expr<bool, (S, U)> {
        self.test(list.into_rows(), false)
    }

    /// `(a, b) NOT IN (SELECT ..)`
    pub fn not_in<L: RowList<B, At, Uses = U>, U, At>(self, list: L) -> Expr<bool, (S, U)> {
        self.test(list.into_rows(), true)
    }

    fn test<U>(self, query: sql::Select, negated: bool) -> Expr<bool, U> {
        let expr = Box::new(sql::Expr::Row(self.parts));
        Expr::new(inside(query, |query| sql::Expr::In { expr, query, negated }))
    }
}

#[diagnostic::do_not_recommend]
impl<It, F, L, At, B, R> RowList<B, (At, R)> for Select<It, F, L>
where
    It: Shape,
    R: RowColumns<B>,
    F: Gives<It, At, Row = R> + Outer,
{
    type Uses = R::Mark<F::Uses>;

    fn into_rows(self) -> sql::Select {
        self.query
    }
}

/// `SELECT * FROM unnest($1, $2) AS "rows"`
fn unnested(arrays: Vec<sql::Expr>) -> sql::Select {
    let table = sql::FunctionTable {
        lateral: false,
        call: sql::Call::new("unnest", arrays),
        with_ordinality: false,
        alias: "rows".into(),
        columns: Vec::new(),
    };
    let core = sql::SelectCore {
        items: sql::Expr::Star(None).into(),
        from: vec![sql::From::Function(Box::new(table))],
        ..sql::SelectCore::default()
    };
    sql::Select { body: sql::SelectBody::Core(Box::new(core)), ..sql::Select::default() }
}

fn column<T: ColumnType>(values: &T) -> sql::Expr {
    sql::Expr::Param(Param::new(values))
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! mark {
    ($uses:ty; $name:ident $base:ident) => { <$name as OneColumn<$base>>::Mark<$uses> };
    ($uses:ty; $name:ident $base:ident $($more:tt)+) => {
        <$name as OneColumn<$base>>::Mark<mark!($uses; $($more)+)>
    };
}

macro_rules! tuples {
    ($(($name:ident $base:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Typed),*> RowParts for ($($name,)*) {
            type Bases = ($($name::Base,)*);
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_parts(self, out: &mut Vec<sql::Expr>) {
                let ($($name,)*) = self;
                $(out.push($name.into_typed());)*
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($base, $name: Argument<$base>),*> RowOperand<($($base,)*)> for ($($name,)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn into_row(self) -> sql::Expr {
                let ($($name,)*) = self;
                sql::Expr::Row(vec![$($name.into_argument()),*])
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($base, $name: OneColumn<$base>),*> RowColumns<($($base,)*)> for ($($name,)*) {
            type Mark<Uses> = mark!(Uses; $($name $base)*);
        }

        #[diagnostic::do_not_recommend]
        impl<$($base: Element, $name: Listed<$base>),*> RowList<($($base,)*), ()> for Vec<($($name,)*)> {
            type Uses = ();

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn into_rows(self) -> sql::Select {
                $(let mut $base: Vec<$base> = Vec::with_capacity(self.len());)*
                for ($($name,)*) in self {
                    $($base.push($name.listed());)*
                }
                unnested(vec![$(column(&$base)),*])
            }
        }
    };
}

for_tuples!(tuples);

impl<B, S> Clone for RowValue<B, S> {
    fn clone(&self) -> Self {
        RowValue { parts: self.parts.clone(), marker: PhantomData }
    }
}

impl<B, S> fmt::Debug for RowValue<B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.parts, f)
    }
}
