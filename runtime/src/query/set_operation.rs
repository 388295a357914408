//! UNION, INTERSECT, EXCEPT.

use crate::query::projection::as_select;
use crate::query::{Closed, NoLoad, Row, Select, Shape, Statement};
use crate::sql;

/// Both statements of a set operation give the same rows.
#[diagnostic::on_unimplemented(
    message = "the two statements give different rows: `{Self}` and `{R}`",
    label = "gives `{Self}`",
    note = "a value that may be NULL meets one that may not: `.nullable()` on the other side; other types: `.cast::<..>()`"
)]
pub trait SameRow<R> {}

impl<R> SameRow<R> for R {}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident $operator:ident $all:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<Q, At, At2, R>(self, other: Q) -> Select<R, Closed>
        where
            Self: Statement<At, Row = R>,
            Q: Statement<At2>,
            Q::Row: SameRow<R>,
            R: Row + Shape,
        {
            combine(self.into_parts().0, sql::SetOperator::$operator, $all, other.into_parts().0)
        }
    )*};
}

impl<It: Shape, F> Select<It, F, NoLoad> {
    operations! {
        /// Rows of either statement, each once: `.. UNION ..`.
        union Union false;
        /// Rows of both statements one after the other: `.. UNION ALL ..`.
        union_all Union true;
        /// Rows that both statements give, each once: `.. INTERSECT ..`.
        intersect Intersect false;
        /// Rows that both statements give: `.. INTERSECT ALL ..`.
        intersect_all Intersect true;
        /// Rows of this statement that the other one does not give, each once: `.. EXCEPT ..`.
        except Except false;
        /// Rows of this statement less those of the other one: `.. EXCEPT ALL ..`.
        except_all Except true;
    }
}

fn combine<R: Row + Shape>(
    left: sql::Statement,
    operator: sql::SetOperator,
    all: bool,
    right: sql::Statement,
) -> Select<R, Closed> {
    let (mut left, mut right) = (as_select(left), as_select(right));
    let mut with = std::mem::take(&mut left.with);
    for cte in std::mem::take(&mut right.with) {
        if !with.contains(&cte) {
            with.push(cte);
        }
    }
    let body = sql::SelectBody::Set { left: Box::new(left), operator, all, right: Box::new(right) };
    Select::from_parts(sql::Select { with, body, ..sql::Select::default() }, NoLoad)
}
