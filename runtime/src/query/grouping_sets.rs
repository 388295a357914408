//! GROUPING SETS.

use crate::query::{Exprs, for_tuples};
use crate::sql;

/// What [`group_by_sets`](crate::query::Select::group_by_sets) takes: a tuple of lists of expressions; `()` is the empty one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of grouping sets",
    label = "expected a tuple of lists",
    note = "each set is a column or a tuple of columns, `()` is the total: `((User::country, User::city), ())`"
)]
pub trait GroupingSets {
    /// The tables used.
    type Uses;
    /// Appends the sets.
    #[doc(hidden)]
    fn push_sets(self, out: &mut Vec<Vec<sql::Expr>>);
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
            fn push_sets(self, out: &mut Vec<Vec<sql::Expr>>) {
                let ($($name,)*) = self;
                $(out.push($name.into_set());)*
            }
        }
    };
}

for_tuples!(sets);
