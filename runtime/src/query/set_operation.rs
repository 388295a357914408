//! UNION, INTERSECT, EXCEPT.

use crate::query::select::wrap;
use crate::query::with::{as_select, hoist, rename_changed};
use crate::query::{Closed, NoLoad, Row, Rows, Select, Shape, Statement};
use crate::sql;

/// Both statements of a set operation give the same rows.
#[diagnostic::on_unimplemented(
    message = "the two statements give different rows: `{Self}` and `{R}`",
    label = "gives `{Self}`",
    note = "a value that may be NULL meets one that may not: `.nullable()` on the other side; other types: `.cast::<..>()`"
)]
pub trait SameRow<R> {}

#[diagnostic::do_not_recommend]
impl<R> SameRow<R> for R {}

// Written out one by one: a macro for them would be quoted in every error about them.
impl<It: Shape, F> Select<It, F, NoLoad> {
    /// Rows of either statement, each once: `.. UNION ..`.
    pub fn union<Q: Statement<B, Row: SameRow<R>>, R: Row + Shape, A, B>(self, other: Q) -> Select<R, Closed>
    where
        Self: Statement<A, Row = R>,
    {
        combine(self.into_parts().0, sql::SetOperator::Union, false, other.into_parts().0)
    }

    /// Rows of both statements one after the other: `.. UNION ALL ..`.
    pub fn union_all<Q: Statement<B, Row: SameRow<R>>, R: Row + Shape, A, B>(
        self,
        other: Q,
    ) -> Select<R, Closed>
    where
        Self: Statement<A, Row = R>,
    {
        combine(self.into_parts().0, sql::SetOperator::Union, true, other.into_parts().0)
    }

    /// Rows that both statements give, each once: `.. INTERSECT ..`.
    pub fn intersect<Q: Statement<B, Row: SameRow<R>>, R: Row + Shape, A, B>(
        self,
        other: Q,
    ) -> Select<R, Closed>
    where
        Self: Statement<A, Row = R>,
    {
        combine(self.into_parts().0, sql::SetOperator::Intersect, false, other.into_parts().0)
    }

    /// Rows that both statements give: `.. INTERSECT ALL ..`.
    pub fn intersect_all<Q: Statement<B, Row: SameRow<R>>, R: Row + Shape, A, B>(
        self,
        other: Q,
    ) -> Select<R, Closed>
    where
        Self: Statement<A, Row = R>,
    {
        combine(self.into_parts().0, sql::SetOperator::Intersect, true, other.into_parts().0)
    }

    /// Rows of this statement that the other one does not give, each once: `.. EXCEPT ..`.
    pub fn except<Q: Statement<B, Row: SameRow<R>>, R: Row + Shape, A, B>(self, other: Q) -> Select<R, Closed>
    where
        Self: Statement<A, Row = R>,
    {
        combine(self.into_parts().0, sql::SetOperator::Except, false, other.into_parts().0)
    }

    /// Rows of this statement less those of the other one: `.. EXCEPT ALL ..`.
    pub fn except_all<Q: Statement<B, Row: SameRow<R>>, R: Row + Shape, A, B>(
        self,
        other: Q,
    ) -> Select<R, Closed>
    where
        Self: Statement<A, Row = R>,
    {
        combine(self.into_parts().0, sql::SetOperator::Except, true, other.into_parts().0)
    }
}

fn combine<R: Row + Shape>(
    left: sql::Statement,
    operator: sql::SetOperator,
    all: bool,
    right: sql::Statement,
) -> Select<R, Closed> {
    let mut left = lockable(as_select(left, &[]));
    let mut with = std::mem::take(&mut left.with);
    let mut right = lockable(as_select(right, &with));
    rename_changed(&mut right, &with);
    right.with = hoist(&mut with, std::mem::take(&mut right.with));
    let body = sql::SelectBody::Set { left: Box::new(left), operator, all, right: Box::new(right) };
    Select::from_parts(sql::Select { with, body, ..sql::Select::default() }, NoLoad)
}

/// PostgreSQL takes no FOR UPDATE in a side of a set operation, but below it.
fn lockable(query: sql::Select) -> sql::Select {
    if query.locks.is_empty() { query } else { wrap(query) }
}
