//! Aggregates and windows.

use cormorant::Result;
use cormorant::functions::aggregate::*;
use cormorant::functions::window::*;
use cormorant::query::{case, coalesce, select, value};
use cormorant::testing::TestDb;
use cormorant::types::Interval;

use super::harness::{SCHEMA, Thing, cases, statements};

#[cormorant::test(schema = SCHEMA)]
async fn aggregates(db: TestDb) -> Result<()> {
    cases! { db;
        count_all() => "count(*)", "1";
        count(Thing::nick).distinct() => r#"count(DISTINCT "thing"."nick")"#, "0";
        count_all().filter(Thing::id.gt(1)).filter(Thing::active) => r#"count(*) FILTER (WHERE "thing"."id" > $1 AND "thing"."active")"#, "0";
        sum(Thing::small) => r#"sum("thing"."small")"#, "Some(3)";
        sum(Thing::id) => r#"sum("thing"."id")"#, "Some(1)";
        sum(Thing::big) => r#"sum("thing"."big")"#, "Some(40)";
        sum(Thing::single) => r#"sum("thing"."single")"#, "Some(1.5)";
        sum(Thing::double) => r#"sum("thing"."double")"#, "Some(2.25)";
        sum(Thing::price) => r#"sum("thing"."price")"#, "Some(12.345)";
        sum(Thing::span) => r#"sum("thing"."span")"#, "Some(Interval { months: 1, days: 2, microseconds: 10800000000 })";
        sum(Thing::lapse) => r#"sum("thing"."lapse")"#, "Some(TimeDelta { secs: 5400, nanos: 0 })";
        avg(Thing::small) => r#"avg("thing"."small")"#, "Some(3.0000000000000000)";
        avg(Thing::big) => r#"avg("thing"."big")"#, "Some(40.0000000000000000)";
        avg(Thing::single) => r#"avg("thing"."single")"#, "Some(1.5)";
        avg(Thing::price) => r#"avg("thing"."price")"#, "Some(12.3450000000000000)";
        avg(Thing::span) => r#"avg("thing"."span")"#, "Some(Interval { months: 1, days: 2, microseconds: 10800000000 })";
        min(Thing::name) => r#"min("thing"."name")"#, r#"Some("Ann Lee")"#;
        max(Thing::nick) => r#"max("thing"."nick")"#, "None";
        min(Thing::day) => r#"min("thing"."day")"#, "Some(2024-03-15)";
        max(Thing::tags) => r#"max("thing"."tags")"#, r#"Some(["a", "b"])"#;
        bool_and(Thing::active) => r#"bool_and("thing"."active")"#, "Some(true)";
        bool_or(Thing::maybe) => r#"bool_or("thing"."maybe")"#, "None";
        every(Thing::id.gt(0)) => r#"every("thing"."id" > $1)"#, "Some(true)";
        bit_and(Thing::id) => r#"bit_and("thing"."id")"#, "Some(1)";
        bit_or(Thing::big) => r#"bit_or("thing"."big")"#, "Some(40)";
        bit_xor(Thing::small) => r#"bit_xor("thing"."small")"#, "Some(3)";
        string_agg(Thing::name, ", ").order_by(Thing::name.desc()) => r#"string_agg("thing"."name", $1 ORDER BY "thing"."name" DESC)"#, r#"Some("Ann Lee")"#;
        array_agg(Thing::nick) => r#"array_agg("thing"."nick") FILTER (WHERE "thing"."nick" IS NOT NULL)"#, "None";
        array_agg(Thing::id).distinct().order_by(Thing::id) => r#"array_agg(DISTINCT "thing"."id" ORDER BY "thing"."id") FILTER (WHERE "thing"."id" IS NOT NULL)"#, "Some([1])";
        array_agg_nullable(Thing::nick) => r#"array_agg("thing"."nick")"#, "Some([None])";
        jsonb_agg(Thing::name) => r#"jsonb_agg("thing"."name")"#, r#"Some(Array [String("Ann Lee")])"#;
        jsonb_object_agg(Thing::name, Thing::price) => r#"jsonb_object_agg("thing"."name", "thing"."price")"#, r#"Some(Object {"Ann Lee": Number(12.345)})"#;
        stddev(Thing::id) => r#"stddev("thing"."id")"#, "None";
        stddev_pop(Thing::id) => r#"stddev_pop("thing"."id")"#, "Some(0)";
        stddev_samp(Thing::double) => r#"stddev_samp("thing"."double")"#, "None";
        variance(Thing::price) => r#"variance("thing"."price")"#, "None";
        var_pop(Thing::double) => r#"var_pop("thing"."double")"#, "Some(0.0)";
        var_samp(Thing::big) => r#"var_samp("thing"."big")"#, "None";
        corr(Thing::double, Thing::id) => r#"corr("thing"."double", "thing"."id")"#, "None";
        covar_pop(Thing::double, Thing::price) => r#"covar_pop("thing"."double", "thing"."price")"#, "Some(0.0)";
        covar_samp(Thing::double, Thing::id) => r#"covar_samp("thing"."double", "thing"."id")"#, "None";
        regr_avgx(Thing::double, Thing::id) => r#"regr_avgx("thing"."double", "thing"."id")"#, "Some(1.0)";
        regr_avgy(Thing::double, Thing::id) => r#"regr_avgy("thing"."double", "thing"."id")"#, "Some(2.25)";
        regr_count(Thing::double, Thing::id) => r#"regr_count("thing"."double", "thing"."id")"#, "1";
        regr_intercept(Thing::double, Thing::id) => r#"regr_intercept("thing"."double", "thing"."id")"#, "None";
        regr_r2(Thing::double, Thing::id) => r#"regr_r2("thing"."double", "thing"."id")"#, "None";
        regr_slope(Thing::double, Thing::id) => r#"regr_slope("thing"."double", "thing"."id")"#, "None";
        regr_sxx(Thing::double, Thing::id) => r#"regr_sxx("thing"."double", "thing"."id")"#, "Some(0.0)";
        regr_sxy(Thing::double, Thing::id) => r#"regr_sxy("thing"."double", "thing"."id")"#, "Some(0.0)";
        regr_syy(Thing::double, Thing::small) => r#"regr_syy("thing"."double", "thing"."small")"#, "Some(0.0)";
        percentile_cont(0.5).within_group(Thing::id) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "thing"."id")"#, "Some(1.0)";
        percentile_cont([0.25, 0.75]).within_group(Thing::price) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "thing"."price")"#, "Some([12.345, 12.345])";
        percentile_cont(0.5).within_group_desc(Thing::span) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "thing"."span" DESC)"#, "Some(Interval { months: 1, days: 2, microseconds: 10800000000 })";
        percentile_disc(0.5).within_group(Thing::name) => r#"percentile_disc($1) WITHIN GROUP (ORDER BY "thing"."name")"#, r#"Some("Ann Lee")"#;
        percentile_disc(vec![0.1, 0.9]).within_group(Thing::day).filter(Thing::active) => r#"percentile_disc($1) WITHIN GROUP (ORDER BY "thing"."day") FILTER (WHERE "thing"."active")"#, "Some([2024-03-15, 2024-03-15])";
        mode().within_group(Thing::nick) => r#"mode() WITHIN GROUP (ORDER BY "thing"."nick")"#, "None";
        rank_of("Bob").within_group(Thing::name) => r#"rank($1) WITHIN GROUP (ORDER BY "thing"."name")"#, "2";
        dense_rank_of(0).within_group_desc(Thing::id) => r#"dense_rank($1) WITHIN GROUP (ORDER BY "thing"."id" DESC)"#, "2";
        percent_rank_of(0).within_group(Thing::id) => r#"percent_rank($1) WITHIN GROUP (ORDER BY "thing"."id")"#, "0.0";
        cume_dist_of(5).within_group(Thing::id) => r#"cume_dist($1) WITHIN GROUP (ORDER BY "thing"."id")"#, "1.0";
        (count_all() + 1) * 2 => "(count(*) + $1) * $2", "4";
        coalesce(sum(Thing::id).filter(Thing::id.gt(5)), 0) => r#"coalesce(sum("thing"."id") FILTER (WHERE "thing"."id" > $1), $2)"#, "0";
        sum(case().when(Thing::active, 1).otherwise(0)) => r#"sum(CASE WHEN "thing"."active" THEN $1 ELSE $2 END)"#, "Some(1)";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn windows(db: TestDb) -> Result<()> {
    let by_name = window().partition_by(Thing::active).order_by((Thing::name.desc(), Thing::id));
    let by_name = || by_name.clone();
    cases! { db;
        row_number().over(window()) => "row_number() OVER ()", "1";
        rank().over(by_name()) => r#"rank() OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "1";
        dense_rank().over(by_name()) => r#"dense_rank() OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "1";
        percent_rank().over(by_name()) => r#"percent_rank() OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "0.0";
        cume_dist().over(by_name()) => r#"cume_dist() OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "1.0";
        ntile(4).over(by_name()) => r#"ntile($1) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "1";
        lag(Thing::name).over(by_name()) => r#"lag("thing"."name") OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "None";
        lag(Thing::name).offset(2).over(by_name()) => r#"lag("thing"."name", $1) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "None";
        lead(Thing::id).default(9).over(by_name()) => r#"lead("thing"."id", $1, $2) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "9";
        lead(Thing::name).offset(2).default("none").over(by_name()) => r#"lead("thing"."name", $1, $2) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, r#""none""#;
        first_value(Thing::name).over(by_name()) => r#"first_value("thing"."name") OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, r#"Some("Ann Lee")"#;
        last_value(Thing::name).over(by_name().rows(..)) => r#"last_value("thing"."name") OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#, r#"Some("Ann Lee")"#;
        nth_value(Thing::name, 2).over(by_name()) => r#"nth_value("thing"."name", $1) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "None";
        sum(Thing::price).over(by_name().rows(-6..=0)) => r#"sum("thing"."price") OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW)"#, "Some(12.345)";
        sum(Thing::price).over(by_name().rows(..=-1)) => r#"sum("thing"."price") OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" ROWS BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#, "None";
        count_all().over(by_name().rows(1..)) => r#"count(*) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" ROWS BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#, "0";
        count_all().over(by_name().rows(preceding(1)..=following(1))) => r#"count(*) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" ROWS BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#, "1";
        count_all().over(by_name().groups(-1..=1).exclude_ties()) => r#"count(*) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" GROUPS BETWEEN $1 PRECEDING AND $2 FOLLOWING EXCLUDE TIES)"#, "1";
        count_all().over(by_name().range(current_row()..).exclude_current_row()) => r#"count(*) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW)"#, "0";
        count_all().over(by_name().exclude_group()) => r#"count(*) OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id" RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP)"#, "0";
        count_all().over(window().range_of(Thing::big, preceding(10)..=following(10))) => r#"count(*) OVER (ORDER BY "thing"."big" RANGE BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#, "1";
        count_all().over(window().range_of(Thing::price, ..=current_row())) => r#"count(*) OVER (ORDER BY "thing"."price" RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#, "1";
        count_all().over(window().range_of(Thing::day, preceding(Interval::new(0, 7, 0))..=current_row())) => r#"count(*) OVER (ORDER BY "thing"."day" RANGE BETWEEN $1 PRECEDING AND CURRENT ROW)"#, "1";
        count_all().filter(Thing::active).over(by_name()) => r#"count(*) FILTER (WHERE "thing"."active") OVER (PARTITION BY "thing"."active" ORDER BY "thing"."name" DESC, "thing"."id")"#, "1";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn statements_with_aggregates_and_windows(db: TestDb) -> Result<()> {
    let by_day = window().partition_by(Thing::day).order_by(Thing::id).named("by_day");
    statements! { db;
        select((rank().over(&by_day), sum(Thing::price).over(&by_day))).filter(Thing::id.gt(0))
            .order_by(row_number().over(&by_day)) => r#"SELECT rank() OVER "by_day", sum("thing"."price") OVER "by_day" FROM "thing" WHERE "thing"."id" > $1 WINDOW "by_day" AS (PARTITION BY "thing"."day" ORDER BY "thing"."id") ORDER BY row_number() OVER "by_day""#, "[(1, Some(12.345))]";
        select((Thing::day, count_all())).group_by(Thing::day).having(count_all().gt(0)).order_by(count_all().desc())
            => r#"SELECT "thing"."day", count(*) FROM "thing" GROUP BY "thing"."day" HAVING count(*) > $1 ORDER BY count(*) DESC"#, "[(2024-03-15, 1)]";
        select((Thing::id + 5, count_all())).group_by(Thing::id + 5).order_by(Thing::id + 5) => r#"SELECT "thing"."id" + $1, count(*) FROM "thing" GROUP BY "thing"."id" + $1 ORDER BY "thing"."id" + $1"#, "[(6, 1)]";
        select((Thing::day, grouping(Thing::day), sum(count_all()).over(window().order_by(count_all()))))
            .group_by_rollup(Thing::day) => r#"SELECT "thing"."day", grouping("thing"."day"), sum(count(*)) OVER (ORDER BY count(*)) FROM "thing" GROUP BY ROLLUP ("thing"."day")"#, "[(None, 1, Some(2)), (Some(2024-03-15), 0, Some(2))]";
        select((value(1), count_all(), max(Thing::id))) => r#"SELECT $1::int4, count(*), max("thing"."id") FROM "thing""#, "[(1, 1, Some(1))]";
    }
}
