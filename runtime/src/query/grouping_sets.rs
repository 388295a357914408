//! ROLLUP, CUBE and GROUPING SETS.

use crate::query::{Column, Expr, Exprs, Tabular, for_tuples};
use crate::sql;
use crate::types::{ColumnType, Value};

/// What [`group_by_sets`](crate::query::Select::group_by_sets) and its kin take: a tuple of lists of expressions; `()` is
/// the empty one. A single column or expression is a list of one set.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of grouping sets",
    label = "expected a tuple of lists",
    note = "each set is a column or a tuple of columns, `()` is the total: `((User::country, User::city), ())`"
)]
pub trait GroupingSets {
    /// The tables used.
    type Uses;
    /// The sets.
    #[doc(hidden)]
    fn into_sets(self) -> Vec<Vec<sql::Expr>>;
}

/// One of several grouping sets.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a grouping set",
    label = "expected a column, a tuple of columns, or `()`"
)]
pub trait GroupingSet {
    /// The tables used.
    type Uses;
    /// The expressions.
    #[doc(hidden)]
    fn into_set(self) -> Vec<sql::Expr>;
}

#[diagnostic::do_not_recommend]
impl GroupingSet for () {
    type Uses = ();

    fn into_set(self) -> Vec<sql::Expr> {
        Vec::new()
    }
}

#[diagnostic::do_not_recommend]
impl<E: Exprs> GroupingSet for E {
    type Uses = E::Uses;

    fn into_set(self) -> Vec<sql::Expr> {
        let mut list = Vec::new();
        self.push_exprs(&mut list);
        list
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, V: Value> GroupingSets for Column<M, V> {
    type Uses = <Self as Exprs>::Uses;

    fn into_sets(self) -> Vec<Vec<sql::Expr>> {
        vec![self.into_set()]
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> GroupingSets for Expr<T, S> {
    type Uses = S;

    fn into_sets(self) -> Vec<Vec<sql::Expr>> {
        vec![self.into_set()]
    }
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! sets {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: GroupingSet),*> GroupingSets for ($($name,)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn into_sets(self) -> Vec<Vec<sql::Expr>> {
                let ($($name,)*) = self;
                vec![$($name.into_set()),*]
            }
        }
    };
}

for_tuples!(sets);
