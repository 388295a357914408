//! Newtypes: a struct around one value of another column type.

use crate::query::operators::for_all;
use crate::query::{Aggregate, Column, Expr, Expression, Of, Tabular};
use crate::types::{ColumnType, Value};

/// A column type that is a struct around a value of another one; the derive of newtypes writes it.
///
/// Operators and functions of the value within are reached through
/// [`inner`](crate::query::Column::inner). What PostgreSQL has for the type as a whole, the derive adds where the
/// value has it: [`Extreme`](crate::query::Extreme) for `min` and `max`, [`Summable`](crate::query::Summable) and
/// [`Averaged`](crate::query::Averaged). Comparisons take the newtype itself, so that nothing else is compared by mistake.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a newtype",
    label = "has no value within",
    note = "`.inner()` is for structs around one value of another column type"
)]
pub trait Newtype: ColumnType {
    /// The type of the value within.
    type Inner: ColumnType;
}

macro_rules! methods {
    ($base:ty, $uses:ty) => {
        /// The value within a newtype, with its operators: `User::email.inner().like("%@example.com")`
        ///
        /// The SQL is that of the expression itself.
        pub fn inner(self) -> Expr<<$base as Newtype>::Inner, $uses>
        where
            $base: Newtype,
        {
            Expr::new(self.into_expr())
        }
    };
}

for_all!(methods);
