//! PostgreSQL's functions, aggregates and window functions, typed: the functions keep their names.
//!
//! Operators (`->`, `@>`, `||`, AT TIME ZONE ..) are methods of columns and expressions; functions are
//! functions, grouped here as in PostgreSQL's manual. The most common ones are in the
//! [`prelude`](crate::prelude) as well.

#[cfg(feature = "json")]
pub use crate::query::function::json;
pub use crate::query::function::{array, date_time, math, net, range, system, text, text_search};

/// One value from many rows.
pub mod aggregate {
    #[cfg(feature = "json")]
    pub use crate::query::function::json::{json_agg, json_object_agg};
    pub use crate::query::{
        array_agg, array_agg_nullable, avg, bit_and, bit_or, bit_xor, bool_and, bool_or, corr, count,
        count_all, covar_pop, covar_samp, cume_dist_of, dense_rank_of, every, grouping, max, min, mode,
        percent_rank_of, percentile_cont, percentile_disc, rank_of, regr_avgx, regr_avgy, regr_count,
        regr_intercept, regr_r2, regr_slope, regr_sxx, regr_sxy, regr_syy, stddev, stddev_pop, stddev_samp,
        string_agg, sum, var_pop, var_samp, variance,
    };
    #[cfg(feature = "json")]
    pub use crate::query::{jsonb_agg, jsonb_object_agg};
}

/// CASE, COALESCE and their kin.
pub mod conditional {
    pub use crate::query::{case, case_of, coalesce, greatest, least, null, nullif};
}

/// Functions over windows, and the windows themselves.
pub mod window {
    pub use crate::query::{
        cume_dist, current_row, dense_rank, first_value, following, lag, last_value, lead, nth_value, ntile,
        percent_rank, preceding, rank, row_number, window,
    };
}
