//! A column, as a value.

use std::fmt;
use std::marker::PhantomData;

use crate::query::Tabular;
use crate::sql;

/// A column of type `V` (a field's type, `Option` included) of the table `M`: the constant `User::email`.
pub struct Column<M, V> {
    name: &'static str,
    index: u16,
    marker: PhantomData<fn() -> (M, V)>,
}

impl<M, V> Column<M, V> {
    /// A column by its name in the database and its position in the model; written by the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, index: u16) -> Self {
        Column { name, index, marker: PhantomData }
    }

    /// The column's name in the database.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The column's position in the model.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index as usize
    }
}

impl<M: Tabular, V> Column<M, V> {
    /// The column as an untyped expression.
    #[doc(hidden)]
    #[must_use]
    pub fn expr(self) -> sql::Expr {
        sql::Expr::column(M::qualifier(), self.name)
    }
}

impl<M, V> Clone for Column<M, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, V> Copy for Column<M, V> {}

impl<M, V> fmt::Debug for Column<M, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({})", self.name)
    }
}
