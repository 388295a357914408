//! Comparison of values and rows, logic.

use cormorant::Result;
use cormorant::query::{not, row, select, value};
use cormorant::testing::TestDb;

use super::harness::{SCHEMA, Thing, cases};

#[cormorant::test(schema = SCHEMA)]
async fn comparison_of_values(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::id.eq(1) => r#""thing"."id" = $1"#, "true";
        Thing::id.ne(1) => r#""thing"."id" <> $1"#, "false";
        Thing::id.lt(1) => r#""thing"."id" < $1"#, "false";
        Thing::id.le(1) => r#""thing"."id" <= $1"#, "true";
        Thing::id.gt(1) => r#""thing"."id" > $1"#, "false";
        Thing::id.ge(1) => r#""thing"."id" >= $1"#, "true";
        Thing::nick.eq("x") => r#""thing"."nick" = $1"#, "None";
        Thing::nick.is_null() => r#""thing"."nick" IS NULL"#, "true";
        Thing::nick.is_not_null() => r#""thing"."nick" IS NOT NULL"#, "false";
        Thing::nick.is_distinct_from("x") => r#""thing"."nick" IS DISTINCT FROM $1"#, "true";
        Thing::nick.is_not_distinct_from(None::<&str>) => r#""thing"."nick" IS NOT DISTINCT FROM $1"#, "true";
        Thing::id.between(1, 3) => r#""thing"."id" BETWEEN $1 AND $2"#, "true";
        Thing::id.not_between(1, 3) => r#""thing"."id" NOT BETWEEN $1 AND $2"#, "false";
        Thing::id.between_symmetric(3, 1) => r#""thing"."id" BETWEEN SYMMETRIC $1 AND $2"#, "true";
        Thing::id.not_between_symmetric(3, 1) => r#""thing"."id" NOT BETWEEN SYMMETRIC $1 AND $2"#, "false";
        Thing::id.in_([1, 2]) => r#""thing"."id" = ANY($1)"#, "true";
        Thing::id.not_in(vec![1, 2]) => r#""thing"."id" <> ALL($1)"#, "false";
        Thing::id.cast::<i64>().eq(Thing::big) => r#""thing"."id"::int8 = "thing"."big""#, "false";
        value("x").eq("x").and(Thing::active) => r#"$1::text = $2 AND "thing"."active""#, "true";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn logic(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::active.and(Thing::maybe) => r#""thing"."active" AND "thing"."maybe""#, "None";
        Thing::maybe.or(Thing::active) => r#""thing"."maybe" OR "thing"."active""#, "Some(true)";
        Thing::id.eq(1).or(Thing::id.eq(2)).and(Thing::active) => r#"("thing"."id" = $1 OR "thing"."id" = $2) AND "thing"."active""#, "true";
        !Thing::active => r#"NOT "thing"."active""#, "false";
        !Thing::maybe => r#"NOT "thing"."maybe""#, "None";
        not(Thing::id.eq(1)) => r#"NOT "thing"."id" = $1"#, "false";
        Thing::active.is_true() => r#""thing"."active" IS TRUE"#, "true";
        Thing::maybe.is_not_true() => r#""thing"."maybe" IS NOT TRUE"#, "true";
        Thing::active.is_false() => r#""thing"."active" IS FALSE"#, "false";
        Thing::maybe.is_not_false() => r#""thing"."maybe" IS NOT FALSE"#, "true";
        Thing::maybe.is_unknown() => r#""thing"."maybe" IS UNKNOWN"#, "true";
        Thing::nick.eq("x").is_not_unknown() => r#""thing"."nick" = $1 IS NOT UNKNOWN"#, "false";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn comparison_of_rows(db: TestDb) -> Result<()> {
    cases! { db;
        row((Thing::id, Thing::name)).eq((1, "Ann Lee")) => r#"("thing"."id", "thing"."name") = ($1, $2)"#, "true";
        row((Thing::id, Thing::name)).ne((1, "Bob")) => r#"("thing"."id", "thing"."name") <> ($1, $2)"#, "true";
        row((Thing::day, Thing::id)).lt((Thing::day, 2)) => r#"("thing"."day", "thing"."id") < ("thing"."day", $1)"#, "true";
        row((Thing::id, Thing::nick)).le((1, "x")) => r#"("thing"."id", "thing"."nick") <= ($1, $2)"#, "None";
        row((Thing::id, Thing::nick)).gt((0, "x")) => r#"("thing"."id", "thing"."nick") > ($1, $2)"#, "Some(true)";
        row((Thing::id, Thing::big)).ge(row((Thing::id, Thing::big))) => r#"("thing"."id", "thing"."big") >= ("thing"."id", "thing"."big")"#, "true";
        row((Thing::id, Thing::nick)).is_distinct_from((1, "x")) => r#"("thing"."id", "thing"."nick") IS DISTINCT FROM ($1, $2)"#, "true";
        row((Thing::id, Thing::nick)).is_not_distinct_from((Thing::id, Thing::nick)) => r#"("thing"."id", "thing"."nick") IS NOT DISTINCT FROM ("thing"."id", "thing"."nick")"#, "true";
        row((Thing::id, Thing::name)).in_(vec![(1, "Ann Lee"), (2, "Bob")]) => r#"("thing"."id", "thing"."name") IN (SELECT * FROM unnest($1, $2) AS "rows")"#, "true";
        row((Thing::id, Thing::name)).not_in(vec![(1, "Ann Lee")]) => r#"("thing"."id", "thing"."name") NOT IN (SELECT * FROM unnest($1, $2) AS "rows")"#, "false";
        row((Thing::id, Thing::nick)).in_(select((Thing::id, Thing::nick))) => r#"("thing"."id", "thing"."nick") IN (SELECT "thing"."id", "thing"."nick" FROM "thing")"#, "None";
        row((Thing::id, Thing::name)).in_(select((Thing::id, Thing::name))) => r#"("thing"."id", "thing"."name") IN (SELECT "thing"."id", "thing"."name" FROM "thing")"#, "true";
        row((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)).lt((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13)) => "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) < ($13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)", "true";
    }
}
