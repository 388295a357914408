//! What most programs need, for `use cormorant::prelude::*`.

pub use crate::engine::{Connection, Engine, Transaction};
/// For `name.raw(..)` and `name.function(..)`.
pub use crate::query::Define as _;
#[cfg(feature = "decimal")]
pub use crate::query::function::date_time::extract;
#[cfg(feature = "chrono")]
pub use crate::query::function::date_time::of_chrono::{current_date, now};
pub use crate::query::function::date_time::{Field, Unit, age, date_part, date_trunc};
pub use crate::query::function::math::{abs, ceil, floor, round};
pub use crate::query::function::text::{concat, length, lower, upper};
pub use crate::query::{Expr, Predicate, Select};
pub use crate::query::{
    all_of, any_of, array_agg, avg, bool_and, bool_or, case, case_of, coalesce, count, count_all, delete,
    dense_rank, exists, first_value, function, greatest, insert, keyset, lag, lead, least, max, min, not,
    null, nullif, optional, position, rank, raw, row, row_number, select, string_agg, sum, update, value,
    window,
};
/// For `User::TABLE`.
pub use crate::schema::Model as _;
pub use crate::session::{Entity, Session};
pub use crate::{alias, table};
pub use cormorant_macros::{DbEnum, DbNewtype, Model, Projection};
