//! Further questions of the same kind, and harder ones: each is compared with SQL written by hand, on the same
//! server.

mod documents;
mod groups;
mod hand;
mod reading;
mod sources;
mod windows;
mod writing;

/// Asks a question in a typed statement and in SQL text, and compares the rows.
macro_rules! question {
    ($name:ident -> $row:ty: $hand:literal, $statement:expr) => {
        #[cormorant::test(fixture = crate::chinook::answers::load)]
        async fn $name(db: TestDb) -> cormorant::Result<()> {
            if crate::chinook::answers::folder().is_none() {
                return Ok(());
            }
            let mut conn = db.engine().connection().await?;
            let rows: Vec<$row> = conn.all($statement).await?;
            crate::chinook::more::hand::compare(&mut conn, rows, $hand).await
        }
    };
}

use question;
