//! Making the tables of models, and taking them away.

use crate::ddl::{self, Options};
use crate::engine::{Connection, Engine};
use crate::error::Result;
use crate::schema::TableDef;
use crate::sql::Ddl;

impl Connection {
    /// Makes the tables of models, with their types, indexes, constraints and comments.
    ///
    /// A table comes after those that its foreign keys refer to. Use
    /// [`reachable`](crate::ddl::reachable) to name a few models and get all that hang together with them.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`](crate::error::Error::Schema) if the models do not fit together; what the server says of
    /// the statement that it refuses.
    ///
    /// # Cancellation
    ///
    /// Outside a transaction some of the statements may have run; [`Engine::create_all`] runs them in one.
    pub async fn create_all(&mut self, tables: &[&'static TableDef], options: &Options) -> Result<()> {
        let options = options.clone().server_version(self.wire().version);
        self.define(&ddl::create_all(tables, &options)?).await
    }

    /// Drops the tables of models, and what was made with them.
    ///
    /// # Errors
    ///
    /// What the server says of the statement that it refuses, because somebody else's table refers to one of
    /// these for example.
    ///
    /// # Cancellation
    ///
    /// As [`create_all`](Connection::create_all).
    pub async fn drop_all(&mut self, tables: &[&'static TableDef], options: &Options) -> Result<()> {
        self.define(&ddl::drop_all(tables, options)?).await
    }

    async fn define(&mut self, statements: &[Ddl]) -> Result<()> {
        let mut texts = Vec::with_capacity(statements.len());
        for statement in statements {
            let rendered = statement.render();
            rendered.check()?;
            texts.push(rendered.sql);
        }
        self.wire().commands(&texts).await
    }
}

impl Engine {
    /// Makes the tables of models in one transaction: all or none.
    ///
    /// # Errors
    ///
    /// As [`Connection::create_all`] and [`connection`](Engine::connection).
    ///
    /// # Cancellation
    ///
    /// Nothing is made; during COMMIT all or nothing.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use cormorant::Model;
    /// # use cormorant::ddl::Options;
    /// # use cormorant::schema::Model as _;
    /// # #[derive(Model, Clone)]
    /// # struct User {
    /// #     #[model(primary_key, generated)]
    /// #     id: i64,
    /// # }
    /// # async fn example(engine: cormorant::engine::Engine) -> cormorant::Result<()> {
    /// engine.create_all(&[User::TABLE], &Options::new().if_not_exists()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_all(&self, tables: &[&'static TableDef], options: &Options) -> Result<()> {
        let mut conn = self.connection().await?;
        let mut transaction = conn.begin().await?;
        transaction.create_all(tables, options).await?;
        transaction.commit().await
    }

    /// Drops the tables of models in one transaction: all or none.
    ///
    /// # Errors
    ///
    /// As [`Connection::drop_all`] and [`connection`](Engine::connection).
    ///
    /// # Cancellation
    ///
    /// Nothing is dropped; during COMMIT all or nothing.
    pub async fn drop_all(&self, tables: &[&'static TableDef], options: &Options) -> Result<()> {
        let mut conn = self.connection().await?;
        let mut transaction = conn.begin().await?;
        transaction.drop_all(tables, options).await?;
        transaction.commit().await
    }
}
