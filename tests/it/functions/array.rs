//! Arrays.

use cormorant::Result;
use cormorant::functions::array::*;
use cormorant::query::{array, select, value};
use cormorant::testing::TestDb;
use rust_decimal::Decimal;

use super::harness::{SCHEMA, Thing, cases, statements};

#[cormorant::test(schema = SCHEMA)]
async fn operators_of_arrays(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::tags.contains(["a"]) => r#""thing"."tags" @> $1"#, "true";
        Thing::tags.contains(vec!["a", "z"]) => r#""thing"."tags" @> $1"#, "false";
        Thing::nums.contains([1, 2]) => r#""thing"."nums" @> $1"#, "true";
        Thing::nums.contained_by(vec![1, 2, 3, 4]) => r#""thing"."nums" <@ $1"#, "true";
        Thing::nums.overlaps(Thing::gaps) => r#""thing"."nums" && "thing"."gaps""#, "true";
        Thing::more.overlaps([1]) => r#""thing"."more" && $1"#, "None";
        Thing::nums.concat([9]) => r#""thing"."nums" || $1"#, "[1, 2, 3, 9]";
        Thing::gaps.concat(Thing::nums) => r#""thing"."gaps" || "thing"."nums""#, "[Some(1), None, Some(1), Some(2), Some(3)]";
        Thing::nums.at(2) => r#""thing"."nums"[$1]"#, "Some(2)";
        Thing::nums.at(Thing::id + 7) => r#""thing"."nums"["thing"."id" + $1]"#, "None";
        Thing::nums.slice(2..=3) => r#""thing"."nums"[$1:$2]"#, "[2, 3]";
        Thing::nums.slice(2..) => r#""thing"."nums"[$1:]"#, "[2, 3]";
        Thing::nums.slice(..=2) => r#""thing"."nums"[:$1]"#, "[1, 2]";
        Thing::nums.slice(..) => r#""thing"."nums"[:]"#, "[1, 2, 3]";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn an_array_of_the_rows_of_a_subquery(db: TestDb) -> Result<()> {
    statements! { db;
        select(array(select(Thing::name)).concat(["x"]))
            => r#"SELECT ARRAY(SELECT "thing"."name" FROM "thing") || $1"#, r#"[["Ann Lee", "x"]]"#;
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn functions_of_arrays(db: TestDb) -> Result<()> {
    cases! { db;
        array_of((Thing::name, Thing::nick, "x")) => r#"ARRAY["thing"."name", "thing"."nick", $1]::text[]"#, r#"[Some("Ann Lee"), None, Some("x")]"#;
        array_of((1, Thing::id)).contains(Thing::nums.slice(..=1)) => r#"ARRAY[$1, "thing"."id"]::int4[] @> "thing"."nums"[:$2]"#, "true";
        cardinality(Thing::tags) => r#"cardinality("thing"."tags")"#, "2";
        cardinality(Thing::more) => r#"cardinality("thing"."more")"#, "None";
        array_length(Thing::gaps, 1) => r#"array_length("thing"."gaps", $1)"#, "Some(2)";
        array_append(Thing::nums, 4) => r#"array_append("thing"."nums", $1)"#, "[1, 2, 3, 4]";
        array_prepend(Thing::id, Thing::nums) => r#"array_prepend("thing"."id", "thing"."nums")"#, "[1, 1, 2, 3]";
        array_cat(Thing::tags, ["c"]) => r#"array_cat("thing"."tags", $1)"#, r#"["a", "b", "c"]"#;
        array_remove(Thing::nums, 2) => r#"array_remove("thing"."nums", $1)"#, "[1, 3]";
        array_replace(Thing::tags, "a", Thing::name) => r#"array_replace("thing"."tags", $1, "thing"."name")"#, r#"["Ann Lee", "b"]"#;
        array_position(Thing::tags, "b") => r#"array_position("thing"."tags", $1)"#, "Some(2)";
        array_position(Thing::tags, "z") => r#"array_position("thing"."tags", $1)"#, "None";
        array_positions(Thing::nums, 3) => r#"array_positions("thing"."nums", $1)"#, "[3]";
        array_to_string(Thing::gaps, "-") => r#"array_to_string("thing"."gaps", $1)"#, r#""1""#;
        trim_array(Thing::nums, 2) => r#"trim_array("thing"."nums", $1)"#, "[1]";
        unnest(Thing::nums) => r#"unnest("thing"."nums")"#, "1, 2, 3";
        unnest(Thing::gaps) => r#"unnest("thing"."gaps")"#, "Some(1), None";
        unnest(value(vec![1_i64, 2])) => "unnest($1::int8[])", "1, 2";
        generate_series(1, Thing::id + 1) => r#"generate_series($1, "thing"."id" + $2)"#, "1, 2";
        generate_series(Decimal::from(1), 2) => "generate_series($1, $2)", "1, 2";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn comparison_with_many_values(db: TestDb) -> Result<()> {
    let ids = || select(Thing::id).filter(Thing::id.gt(0));
    cases! { db;
        Thing::id.eq_any(Thing::nums) => r#""thing"."id" = ANY("thing"."nums")"#, "true";
        Thing::id.eq_any(Thing::gaps) => r#""thing"."id" = ANY("thing"."gaps")"#, "Some(true)";
        Thing::id.ne_any([1, 2]) => r#""thing"."id" <> ANY($1)"#, "true";
        Thing::id.lt_any(vec![1, 2]) => r#""thing"."id" < ANY($1)"#, "true";
        Thing::id.le_any(&[1, 2][..]) => r#""thing"."id" <= ANY($1)"#, "true";
        Thing::id.gt_any([1]) => r#""thing"."id" > ANY($1)"#, "false";
        Thing::id.ge_any([1]) => r#""thing"."id" >= ANY($1)"#, "true";
        Thing::id.eq_all([1]) => r#""thing"."id" = ALL($1)"#, "true";
        Thing::id.ne_all([2]) => r#""thing"."id" <> ALL($1)"#, "true";
        Thing::id.lt_all([2, 3]) => r#""thing"."id" < ALL($1)"#, "true";
        Thing::id.le_all([2, 3]) => r#""thing"."id" <= ALL($1)"#, "true";
        Thing::id.gt_all(ids()) => r#""thing"."id" > ALL(SELECT "thing"."id" FROM "thing" WHERE "thing"."id" > $1)"#, "false";
        Thing::id.ge_all(ids()) => r#""thing"."id" >= ALL(SELECT "thing"."id" FROM "thing" WHERE "thing"."id" > $1)"#, "true";
        Thing::name.eq_any(select(Thing::nick)) => r#""thing"."name" = ANY(SELECT "thing"."nick" FROM "thing")"#, "None";
        Thing::name.eq_any(["x", "Ann Lee"]) => r#""thing"."name" = ANY($1)"#, "true";
        Thing::id.in_(ids()) => r#""thing"."id" IN (SELECT "thing"."id" FROM "thing" WHERE "thing"."id" > $1)"#, "true";
        Thing::name.in_(select(Thing::nick)) => r#""thing"."name" IN (SELECT "thing"."nick" FROM "thing")"#, "None";
        value(3).eq_any(Thing::nums) => r#"$1::int4 = ANY("thing"."nums")"#, "true";
    }
}
