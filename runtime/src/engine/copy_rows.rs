//! COPY of a model's rows.

use crate::engine::connection::Connection;
use crate::error::Result;
use crate::query::{FlatProjection, ModelTable, Table, copy_into};
use crate::schema::Model;

impl Connection {
    /// Writes rows of a model with a binary COPY, the fastest way into a table. Returns how many.
    ///
    /// All of them are written, or none. Rows are sent in pieces while the iterator is read, so that memory does not
    /// grow with their number. [`copy_into`] says which columns are given, and has the SQL text.
    ///
    /// # Errors
    ///
    /// What the server says of the rows, constraints by their kinds;
    /// [`Error::Encode`](crate::error::Error::Encode) names a row whose values do not fit;
    /// otherwise as [`execute_raw`](Connection::execute_raw).
    ///
    /// # Cancellation
    ///
    /// Nothing is written. A transaction around it has failed.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use cormorant::prelude::*;
    ///
    /// #[derive(Model, Clone)]
    /// struct Point {
    ///     #[model(primary_key)]
    ///     id: i32,
    ///     height: Option<f64>,
    /// }
    ///
    /// # async fn example(conn: &mut cormorant::engine::Connection) -> cormorant::Result<()> {
    /// // COPY "point" ("id", "height") FROM STDIN (FORMAT binary)
    /// let written = conn.copy_rows(Point, (0..1_000_000).map(|id| Point { id, height: None })).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn copy_rows<M, I>(&mut self, table: Table<M>, rows: I) -> Result<u64>
    where
        M: Model + ModelTable<Model = M> + FlatProjection,
        I: IntoIterator<Item = M>,
    {
        let statement = copy_into(table);
        let rendered = statement.as_sql().render();
        rendered.check()?;
        let given = statement.positions();
        let mut copy = self.copy_in(&rendered.sql, given.len()).await?;
        for row in rows {
            let values = row.into_params();
            copy.row(|fields| given.iter().try_for_each(|&at| fields.param(&values[at]))).await?;
        }
        copy.finish().await
    }
}
