//! Databases for the examples.

use cormorant::Result;
use cormorant::engine::Engine;
use cormorant::prelude::*;
use cormorant::testing::{self, Setup, TestDb};

use super::{Post, User};

/// Runs an example on a database of its own, which has the tables of the chapters' models and no rows.
///
/// # Panics
///
/// If the example fails.
pub fn run<F>(example: F)
where
    F: AsyncFnOnce(Engine) -> Result<()>,
{
    // From posts relationships lead to tags and to the table between both.
    let setup = Setup::new("guide").models(&[User::TABLE, Post::TABLE]);
    let outcome = testing::run(&setup, async |db: TestDb| example(db.engine().clone()).await);
    if let Err(error) = outcome {
        panic!("the example failed: {error}");
    }
}
