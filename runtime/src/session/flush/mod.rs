//! The unit of work: from changed entities to statements.
//!
//! [`collect`] finds what is concerned, [`plan`] puts it in order; both are pure. What a plan needs and is not
//! in memory it says, and is made again once that was loaded.

mod collect;
mod columns;
mod dependency;
mod encode;
mod fetch;
mod finish;
mod order;
mod plan;
mod print;
mod rows;
mod stage;
mod statements;
mod stored;
#[cfg(test)]
mod tests;
mod texts;
mod updates;

pub(crate) use collect::Hand;
pub(crate) use fetch::fetches;
pub(crate) use finish::Found;
pub(crate) use plan::{Plan, Step};
pub(crate) use stage::{Answers, Sent, Stage};
pub(crate) use stored::coerced;
pub(crate) use texts::Texts;
