//! What most programs need, for `use cormorant::prelude::*`.

pub use crate::query::{Expr, Predicate, Select};
pub use crate::query::{
    all_of, any_of, avg, bool_and, bool_or, case, case_of, coalesce, count, count_all, delete, dense_rank,
    exists, insert, lag, lead, max, min, not, nullif, optional, position, rank, row_number, select,
    string_agg, sum, update, value, window,
};
pub use crate::{alias, table};
pub use cormorant_macros::{Model, Projection};
