//! The verbs of a session: a typed statement in, entities out.

use crate::error::{Error, Result};
use crate::loading::answer::{Collected, Loading};
use crate::loading::option::IntoLoads;
use crate::loading::rows::{Reading, Rows};
use crate::query::{Executable, Row, Statement};
use crate::session::{Session, SessionRow};
use crate::sql;
use crate::types::{Param, Value};

impl Session {
    /// All rows: an [`Entity`](crate::session::Entity) for each selected model, plain values for the rest.
    ///
    /// Flushes first (see [`autoflush`](crate::session::SessionBuilder::autoflush)). An entity that is in the
    /// session already keeps what is loaded of it.
    ///
    /// # Errors
    ///
    /// What the server says, by kind; [`Error::RollbackNeeded`] after a failed flush.
    ///
    /// # Cancellation
    ///
    /// A dropped future leaves the transaction open and the session usable; rows that were read are in it.
    pub fn all<Q, At, R>(&mut self, statement: Q) -> Loading<'_, Vec<R::Output>>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow,
    {
        self.collect::<Q, At, R, _>(statement, usize::MAX, |rows| Ok(Collected::<R>::take(rows)))
    }

    /// The one row.
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`], [`Error::ManyRows`]; otherwise as [`all`](Session::all).
    pub fn one<Q, At, R>(&mut self, statement: Q) -> Loading<'_, R::Output>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow,
    {
        self.collect::<Q, At, R, _>(statement, 2, |rows| {
            at_most_one(Collected::<R>::take(rows))?.ok_or(Error::NoRows)
        })
    }

    /// The one row, or `None`.
    ///
    /// # Errors
    ///
    /// [`Error::ManyRows`]; otherwise as [`all`](Session::all).
    pub fn one_or_none<Q, At, R>(&mut self, statement: Q) -> Loading<'_, Option<R::Output>>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow,
    {
        self.collect::<Q, At, R, _>(statement, 2, |rows| at_most_one(Collected::<R>::take(rows)))
    }

    /// The first row, or `None`. The rest is not read; give the statement a LIMIT where it would be long.
    ///
    /// # Errors
    ///
    /// As [`all`](Session::all).
    pub fn first<Q, At, R>(&mut self, statement: Q) -> Loading<'_, Option<R::Output>>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow,
    {
        self.collect::<Q, At, R, _>(statement, 1, |rows| Ok(Collected::<R>::take(rows).into_iter().next()))
    }

    /// The one value of the one row.
    ///
    /// # Errors
    ///
    /// As [`one`](Session::one).
    pub fn scalar<Q, At, R>(&mut self, statement: Q) -> Loading<'_, R::Output>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow + Value,
    {
        self.one(statement)
    }

    /// Runs a statement without rows and returns how many it changed.
    ///
    /// Loaded entities stay true: an UPDATE or DELETE of a model of which entities are loaded gives the keys (and
    /// written columns) back, and the entities follow. Relationships that it may have changed count as not loaded.
    /// Statements with `.returning(..)`, run by [`all`](Session::all), do not tell the entities.
    ///
    /// # Errors
    ///
    /// As [`all`](Session::all).
    pub fn execute<E: Executable>(
        &mut self,
        statement: E,
    ) -> impl Future<Output = Result<u64>> + Send + use<'_, E> {
        let statement = statement.into_executable();
        self.execute_untyped(statement)
    }

    fn collect<Q, At, R, T>(
        &mut self,
        statement: Q,
        limit: usize,
        finish: fn(Box<dyn Rows>) -> Result<T>,
    ) -> Loading<'_, T>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow,
    {
        let (statement, loads) = statement.into_parts();
        let mut expect = Vec::with_capacity(R::WIDTH);
        <R as Row>::expect(&mut expect);
        let statement = limited(statement, limit);
        let reading = Reading::new(statement, loads.into_loads(), expect, R::IS_ENTITY);
        Loading::new(self.run_boxed(reading, Collected::<R>::boxed(), limit), finish)
    }

    async fn run_boxed(
        &mut self,
        reading: Result<Reading>,
        mut rows: Box<dyn Rows>,
        limit: usize,
    ) -> Result<Box<dyn Rows>> {
        self.run_reading(reading?, rows.as_mut(), limit).await?;
        Ok(rows)
    }
}

/// Adds a LIMIT where the statement has none: rows that nobody reads need not be made.
fn limited(mut statement: sql::Statement, limit: usize) -> sql::Statement {
    if let sql::Statement::Select(select) = &mut statement
        && select.limit.is_none()
        && let Ok(limit) = i64::try_from(limit)
        && limit < i64::MAX
    {
        select.limit = Some(sql::Expr::Param(Param::new(&limit)));
    }
    statement
}

fn at_most_one<T>(mut rows: Vec<T>) -> Result<Option<T>> {
    let row = rows.pop();
    if rows.is_empty() { Ok(row) } else { Err(Error::ManyRows) }
}
