//! Standard deviation, variance, correlation and regression.

use crate::query::{Agg, Aggregate, Arithmetic, Averaged, NotNull, Typed};
use crate::types::MaybeNull;

macro_rules! spread {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Integers and Decimal give Decimal, floats f64.
        pub fn $name<A, T, U>(x: A) -> Aggregate<T::Average, (Agg<U>, MaybeNull)>
        where
            A: Typed<Base = T, Uses = U>,
            T: Averaged + Arithmetic,
        {
            Aggregate::of(stringify!($name), vec![x.into_typed()])
        }
    )*};
}

spread! {
    /// `stddev(x)`: the standard deviation of a sample, as [`stddev_samp`].
    stddev;
    /// `stddev_pop(x)`: the standard deviation of all values there are.
    stddev_pop;
    /// `stddev_samp(x)`: the standard deviation of a sample.
    stddev_samp;
    /// `variance(x)`: the variance of a sample, as [`var_samp`].
    variance;
    /// `var_pop(x)`: the variance of all values there are.
    var_pop;
    /// `var_samp(x)`: the variance of a sample.
    var_samp;
}

macro_rules! pairs {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<Y, X, U, W>(y: Y, x: X) -> Aggregate<f64, (Agg<(U, W)>, MaybeNull)>
        where
            Y: Typed<Base: Arithmetic, Uses = U>,
            X: Typed<Base: Arithmetic, Uses = W>,
        {
            Aggregate::of(stringify!($name), vec![y.into_typed(), x.into_typed()])
        }
    )*};
}

pairs! {
    /// `corr(y, x)`: the correlation coefficient.
    corr;
    /// `covar_pop(y, x)`: the covariance of all values there are.
    covar_pop;
    /// `covar_samp(y, x)`: the covariance of a sample.
    covar_samp;
    /// `regr_avgx(y, x)`: the average of `x` where both are there.
    regr_avgx;
    /// `regr_avgy(y, x)`: the average of `y` where both are there.
    regr_avgy;
    /// `regr_intercept(y, x)`: where the fitted line meets the y axis.
    regr_intercept;
    /// `regr_r2(y, x)`: the square of the correlation coefficient.
    regr_r2;
    /// `regr_slope(y, x)`: the slope of the fitted line.
    regr_slope;
    /// `regr_sxx(y, x)`: the sum of squares of `x`.
    regr_sxx;
    /// `regr_sxy(y, x)`: the sum of products.
    regr_sxy;
    /// `regr_syy(y, x)`: the sum of squares of `y`.
    regr_syy;
}

/// `regr_count(y, x)`: how many rows in which both are there.
pub fn regr_count<Y, X, U, W>(y: Y, x: X) -> Aggregate<i64, NotNull<Agg<(U, W)>>>
where
    Y: Typed<Base: Arithmetic, Uses = U>,
    X: Typed<Base: Arithmetic, Uses = W>,
{
    Aggregate::of("regr_count", vec![y.into_typed(), x.into_typed()])
}
