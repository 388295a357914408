//! Full text search.
//!
//! The configuration (`"english"`, `"simple"`) is part of the statement's text, as an index over
//! `to_tsvector('english', ..)` demands.

use crate::query::argument::{call, word};
use crate::query::{Argument, Expr};
use crate::types::{TsQuery, TsVector, Weight};

/// `to_tsvector('configuration', text)`: the words of a text in their normal form, with their places.
pub fn to_tsvector<A: Argument<String, Uses = U>, U>(
    configuration: &'static str,
    text: A,
) -> Expr<TsVector, U> {
    call("to_tsvector", vec![word(configuration), text.into_argument()])
}

macro_rules! queries {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A: Argument<String, Uses = U>, U>(configuration: &'static str, text: A) -> Expr<TsQuery, U> {
            call(stringify!($name), vec![word(configuration), text.into_argument()])
        }
    )*};
}

queries! {
    /// `to_tsquery('configuration', text)`: words with `&`, `|`, `!`, `<->` in between; an error if the text is no query.
    to_tsquery;
    /// `plainto_tsquery('configuration', text)`: all words of a plain text.
    plainto_tsquery;
    /// `phraseto_tsquery('configuration', text)`: all words of a plain text, in this order.
    phraseto_tsquery;
    /// `websearch_to_tsquery('configuration', text)`: as people type it: `"a phrase" or word -without`; never an error.
    websearch_to_tsquery;
}

sql! { ts_rank(vector: TsVector, query: TsQuery) -> f32,
"how well the text fits, by how often the words are in it" }
sql! { ts_rank_cd(vector: TsVector, query: TsQuery) -> f32,
"how well the text fits, by how close the words are to each other" }
sql! { tsvector_length(vector: TsVector) -> i32 = "length", "how many different words" }
sql! { strip(vector: TsVector) -> TsVector, "without places and weights" }
sql! { numnode(query: TsQuery) -> i32, "how many words and operators" }
sql! { querytree(query: TsQuery) -> String, "the part of a query that an index can use" }

/// `ts_headline('configuration', text, query)`: a part of the text with the words that fit marked.
pub fn ts_headline<A, Q, U, W>(configuration: &'static str, text: A, query: Q) -> Expr<String, (U, W)>
where
    A: Argument<String, Uses = U>,
    Q: Argument<TsQuery, Uses = W>,
{
    call("ts_headline", vec![word(configuration), text.into_argument(), query.into_argument()])
}

/// `ts_headline('configuration', text, query, options)`: the options are like `StartSel=<em>, StopSel=</em>, MaxWords=20`.
pub fn ts_headline_with<A, Q, O, U, W, X>(
    configuration: &'static str,
    text: A,
    query: Q,
    options: O,
) -> Expr<String, (U, (W, X))>
where
    A: Argument<String, Uses = U>,
    Q: Argument<TsQuery, Uses = W>,
    O: Argument<String, Uses = X>,
{
    let args =
        vec![word(configuration), text.into_argument(), query.into_argument(), options.into_argument()];
    call("ts_headline", args)
}

/// `setweight(vector, 'A')`: all words with this weight.
pub fn setweight<A: Argument<TsVector, Uses = U>, U>(vector: A, weight: Weight) -> Expr<TsVector, U> {
    let weight = match weight {
        Weight::A => "A",
        Weight::B => "B",
        Weight::C => "C",
        Weight::D => "D",
    };
    call("setweight", vec![vector.into_argument(), word(weight)])
}
