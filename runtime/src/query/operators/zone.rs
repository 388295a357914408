//! `AT TIME ZONE`.

use crate::query::function::date_time::{TimestampType, TimestamptzType};
use crate::query::operators::for_type;
use crate::query::{Aggregate, Argument, Column, Expr, Expression, Of, Tabular};
use crate::sql;
use crate::types::MaybeNull;

/// Writes the method for one type; `$of` says where the type's partner is found.
macro_rules! zoned {
    ($(#[$doc:meta])* $base:ty, $of:ident::$partner:ident) => {
        const _: () = {
            macro_rules! methods {
                ($uses:ty) => {
                    $(#[$doc])*
                    pub fn at_time_zone<Z: Argument<String, Uses = U>, U>(
                        self,
                        zone: Z,
                    ) -> Expr<<$base as $of>::$partner, ($uses, U)> {
                        let (x, zone) = (Box::new(self.into_expr()), Box::new(zone.into_argument()));
                        Expr::new(sql::Expr::AtTimeZone(x, zone))
                    }
                };
            }
            for_type!(methods, $base);
        };
    };
}

macro_rules! local {
    ($base:ty) => {
        zoned! {
            /// `self AT TIME ZONE zone`: what clocks in the zone show at that moment
            $base, TimestamptzType::Local
        }
    };
}

macro_rules! moment {
    ($base:ty) => {
        zoned! {
            /// `self AT TIME ZONE zone`: the moment at which clocks in the zone show this
            $base, TimestampType::Zoned
        }
    };
}

#[cfg(feature = "chrono")]
local! { chrono::DateTime<chrono::Utc> }
#[cfg(feature = "chrono")]
local! { chrono::DateTime<chrono::FixedOffset> }
#[cfg(feature = "chrono")]
moment! { chrono::NaiveDateTime }
#[cfg(feature = "jiff")]
local! { jiff::Timestamp }
#[cfg(feature = "jiff")]
moment! { jiff::civil::DateTime }
