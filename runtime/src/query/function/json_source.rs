//! What documents are made from. Known without the feature `json`, too: the macros of aliases implement it.

use crate::query::{ModelTable, Of, Table, Typed};
use crate::sql;

/// What can become a document: a value, a column, an expression, or a whole model (an object of its columns).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a document",
    label = "not a value, a column, an expression or a model"
)]
pub trait JsonSource {
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_json_source(self) -> sql::Expr;
}

#[diagnostic::do_not_recommend]
impl<A: Typed> JsonSource for A {
    type Uses = A::Uses;

    fn into_json_source(self) -> sql::Expr {
        self.into_typed()
    }
}

#[diagnostic::do_not_recommend]
impl<M: ModelTable> JsonSource for Table<M> {
    type Uses = Of<M>;

    fn into_json_source(self) -> sql::Expr {
        whole_row::<M>()
    }
}

/// `"table".*`: the row of a model or alias as one value.
#[doc(hidden)]
#[must_use]
pub fn whole_row<M: ModelTable>() -> sql::Expr {
    sql::Expr::Star(Some(M::qualifier()))
}
