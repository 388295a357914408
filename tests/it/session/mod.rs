//! The session: schemas, closures, entities that come and go, futures that are dropped.

mod cascades;
mod detach;
mod dropped;
mod keys;
mod members;
mod merge;
mod mistakes;
mod models;
mod relations;
mod schema;
mod scope;
mod stream;
mod unit_of_work;
mod verbs;

use cormorant::engine::Engine;
use cormorant::prelude::*;
use cormorant::{Error, Result};

/// The pairs of author and title that are in the database.
async fn stored(engine: &Engine) -> Result<Vec<(i32, Option<i32>, String)>> {
    let posts = select((models::Post::id, models::Post::author_id, models::Post::title));
    engine.connection().await?.all(posts.order_by(models::Post::id)).await
}

fn is_detached<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::Detached { .. }))
}
