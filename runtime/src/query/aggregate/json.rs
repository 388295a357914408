//! Documents from many rows.

use serde_json::Value as Document;

use crate::query::{Agg, Aggregate, Argument, JsonSource};
use crate::types::MaybeNull;

/// `jsonb_agg(x)`: an array of all values; NULL becomes `null`, a model an object of its columns.
pub fn jsonb_agg<A: JsonSource<Uses = U>, U>(x: A) -> Aggregate<Document, (Agg<U>, MaybeNull)> {
    Aggregate::of("jsonb_agg", vec![x.into_json_source()])
}

/// `jsonb_object_agg(key, value)`: an object; of equal keys the last one wins, a key that is NULL is an error.
pub fn jsonb_object_agg<K, A, U, W>(key: K, value: A) -> Aggregate<Document, (Agg<(U, W)>, MaybeNull)>
where
    K: Argument<String, Uses = U>,
    A: JsonSource<Uses = W>,
{
    Aggregate::of("jsonb_object_agg", vec![key.into_argument(), value.into_json_source()])
}
