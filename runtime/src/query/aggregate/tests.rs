//! What rows aggregates, windows, CASE and their kin give: mostly, that this compiles.

use rust_decimal::Decimal;

use crate::query::tests::{Album, Artist};
use crate::query::*;

/// The row of a statement, as the executors see it.
fn row<Q: Statement<At, Row = R>, R, At>(_: Q) -> Vec<R> {
    Vec::new()
}

#[test]
fn aggregates_may_be_null_and_counts_may_not() {
    let _: Vec<(i64, i64)> = row(select((count_all(), count(Artist::name))));
    let _: Vec<Option<i64>> = row(select(sum(Album::album_id)));
    let _: Vec<Option<Decimal>> = row(select(avg(Album::album_id)));
    let _: Vec<(Option<String>, Option<i32>)> = row(select((min(Artist::name), max(Artist::artist_id))));
    let _: Vec<i64> = row(select(coalesce(sum(Album::album_id), 0)));
    let _: Vec<i64> = row(select(sum(Album::album_id).assume_not_null()));
    let _: Vec<(i64, i64)> = row(select((
        count_all().filter(Artist::name.is_null()),
        count(Artist::name).distinct().filter(Artist::name.ilike("%a%")),
    )));
    let _: Vec<(Artist, i64, Option<Vec<String>>)> =
        row(select((Artist, count(Album::album_id), array_agg(Album::title).order_by(Album::title)))
            .left_join(Artist::albums)
            .group_by(Artist));
    let _: Vec<(Option<f64>, Option<Vec<f64>>, Option<String>, i64)> = row(select((
        percentile_cont(0.5).within_group(Album::album_id),
        percentile_cont([0.25, 0.75]).within_group_desc(Album::album_id),
        mode().within_group(Album::title),
        rank_of(7).within_group(Album::album_id),
    )));
    let _: Vec<(Option<i32>, i32, i64)> =
        row(select((Album::artist_id, grouping(Album::artist_id), count_all()))
            .group_by_rollup(Album::artist_id));
}

#[test]
fn windows_give_a_value_per_row() {
    let by_artist =
        || window().partition_by(Album::artist_id).order_by((Album::title.desc(), Album::album_id));
    let _: Vec<(Album, i64, i64, f64, Option<i64>)> = row(select((
        Album,
        row_number().over(by_artist()),
        count_all().over(by_artist().rows(-1..=1)),
        cume_dist().over(by_artist()),
        sum(Album::album_id).over(by_artist().rows(..=0).exclude_current_row()),
    )));
    let _: Vec<(Option<String>, String, Option<i32>, i32)> = row(select((
        lag(Album::title).over(by_artist()),
        lag(Album::title).offset(2).default("none").over(by_artist()),
        first_value(Album::album_id).over(window().range(current_row()..)),
        ntile(4).over(by_artist().groups(..)),
    )));
    let _: Vec<Option<i64>> = row(select(
        sum(Album::album_id).over(window().range_of(Album::album_id, preceding(3)..=current_row())),
    ));
    // an aggregate over a window, of an aggregate over a group
    let _: Vec<(i32, Option<Decimal>)> =
        row(select((Album::artist_id, sum(count_all()).over(window().order_by(count_all()))))
            .group_by(Album::artist_id));
}

#[test]
fn a_case_is_null_only_without_else() {
    let size = || case().when(Album::album_id.gt(9), "big").when(Album::album_id.gt(5), Album::title);
    let _: Vec<(String, Option<String>)> = row(select((size().otherwise("small"), size().end())));
    let _: Vec<Option<String>> = row(select(size().otherwise(Artist::name)).join(Album::artist));
    let _: Vec<(i64, Option<i64>)> = row(select((
        case_of(Album::title).when("a", 1_i64).when("b", 2).otherwise(3),
        case_of(Album::album_id).when(1, 2_i64).end(),
    )));
    let _: Vec<Option<i64>> = row(select(sum(case().when(Album::album_id.gt(9), 1).otherwise(0))));
}

#[test]
fn coalesce_is_null_only_if_all_values_are() {
    let _: Vec<(String, Option<String>, String)> = row(select((
        coalesce(Artist::name, "none"),
        coalesce(Artist::name, null::<String>()),
        coalesce(Artist::name, (Artist::name, "none")),
    )));
    let _: Vec<(i32, i32, Option<i32>)> = row(select((
        greatest(Artist::artist_id, (3, 4)),
        least(nullif(Artist::artist_id, 3), 4),
        nullif(Artist::artist_id, 3),
    )));
}
