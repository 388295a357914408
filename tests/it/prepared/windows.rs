//! Window functions: partition, order, frames, named windows.

use cormorant::functions::window::*;
use cormorant::prelude::*;
use cormorant::types::Interval;
use cormorant_examples::music::{Invoice, Track};

use super::{Corpus, exprs, rows};
use crate::functions::harness::Thing;

pub(super) fn add(corpus: &mut Corpus) {
    let by_name = || window().partition_by(Thing::active).order_by((Thing::name.desc(), Thing::id));
    exprs! { corpus, "window functions":
        row_number().over(window()), rank().over(by_name()), dense_rank().over(by_name()), percent_rank().over(by_name()),
        cume_dist().over(by_name()), ntile(4).over(by_name()), lag(Thing::name).over(by_name()), lag(Thing::nick).offset(2).over(by_name()),
        lead(Thing::id).default(9).over(by_name()), lead(Thing::name).offset(2).default("none").over(by_name()),
        first_value(Thing::name).over(by_name()), last_value(Thing::day).over(by_name().rows(..)), nth_value(Thing::price, 2).over(by_name()),
        sum(Thing::price).over(window()), avg(Thing::id).over(window().partition_by((Thing::active, Thing::day))),
        count_all().filter(Thing::active).over(by_name()), array_agg(Thing::id).over(by_name()), string_agg(Thing::name, ", ").over(by_name()),
    }
    exprs! { corpus, "window frames":
        sum(Thing::price).over(by_name().rows(-6..=0)), sum(Thing::price).over(by_name().rows(..=-1)), count_all().over(by_name().rows(1..)),
        count_all().over(by_name().rows(preceding(1)..=following(1))), count_all().over(by_name().groups(-1..=1).exclude_ties()),
        count_all().over(by_name().range(current_row()..).exclude_current_row()), count_all().over(by_name().exclude_group()),
        count_all().over(window().range_of(Thing::big, preceding(10)..=following(10))),
        count_all().over(window().range_of(Thing::day, preceding(Interval::new(0, 7, 0))..=current_row())),
        count_all().over(window().range_of(Thing::moment, ..=following(Interval::new(0, 0, 1)))),
    }
    let by_genre =
        window().partition_by(Track::genre_id).order_by(Track::milliseconds.desc()).named("by genre");
    let by_day = window().order_by(Invoice::invoice_date).named("by_day");
    rows! { corpus, "named windows":
        select((Track::name, rank().over(&by_genre), lag(Track::name).over(&by_genre))).order_by(row_number().over(&by_genre)),
        select((Invoice::invoice_id, sum(Invoice::total).over(&by_day), avg(Invoice::total).over(&by_day))).filter(Invoice::total.gt(1)),
        select((sum(Invoice::total).over(&by_day), rank().over(window().partition_by(Invoice::customer_id).order_by(Invoice::total).named("w")))),
    }
    rows! { corpus, "windows over groups":
        select((Track::genre_id, sum(Track::milliseconds), rank().over(window().order_by(sum(Track::milliseconds).desc())))).group_by(Track::genre_id),
        select((Track::genre_id, sum(sum(Track::milliseconds)).over(window().order_by(Track::genre_id)))).group_by(Track::genre_id),
        select((Track::name, Track::milliseconds.cast::<rust_decimal::Decimal>() - avg(Track::milliseconds).over(window().partition_by(Track::album_id)))),
    }
}
