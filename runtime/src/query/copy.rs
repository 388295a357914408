//! COPY: rows in bulk.

use std::fmt;
use std::marker::PhantomData;

use crate::query::{ModelTable, Table};
use crate::schema::{ColumnDef, Generated, Model};
use crate::sql;

/// `COPY .. FROM STDIN` for the rows of a model.
#[must_use = "a statement does nothing until it is executed"]
pub struct CopyInto<M> {
    copy: sql::CopyIn,
    marker: PhantomData<fn() -> M>,
}

/// Rows of a model in bulk, the fastest way into a table: `conn.copy_rows(User, users)`.
///
/// Every column is given by the row, those with defaults and identities as well; only columns that the database
/// computes from others (`stored = ".."`) are left out.
pub fn copy_into<M: Model + ModelTable<Model = M>>(table: Table<M>) -> CopyInto<M> {
    let _ = table;
    let columns = copied::<M>().map(|(_, column)| column.name.into()).collect();
    CopyInto { copy: sql::CopyIn { into: M::TABLE.table_name(), columns }, marker: PhantomData }
}

/// The columns that a row gives, with their positions in the model.
fn copied<M: Model>() -> impl Iterator<Item = (usize, &'static ColumnDef)> {
    let is_given = |column: &ColumnDef| !matches!(column.generated, Some(Generated::Stored(_)));
    M::TABLE.columns.iter().enumerate().filter(move |(_, column)| is_given(column))
}

impl<M: Model> CopyInto<M> {
    /// The SQL text.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.copy.render().sql
    }

    /// The statement as plain data.
    #[must_use]
    pub fn as_sql(&self) -> &sql::CopyIn {
        &self.copy
    }

    /// Positions in the model of the columns that each row gives.
    pub(crate) fn positions(&self) -> Vec<usize> {
        copied::<M>().map(|(at, _)| at).collect()
    }
}

impl<M> fmt::Debug for CopyInto<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.copy.fmt(f)
    }
}
