//! CASE, COALESCE and their kin.

use cormorant::Result;
use cormorant::functions::conditional::*;
use cormorant::query::select;
use cormorant::testing::TestDb;

use super::harness::{SCHEMA, Thing, cases, statements};

#[cormorant::test(schema = SCHEMA)]
async fn choosing_among_values(db: TestDb) -> Result<()> {
    cases! { db;
        case().when(Thing::id.gt(5), "big").when(Thing::id.gt(0), Thing::name).otherwise("small") => r#"CASE WHEN "thing"."id" > $1 THEN $2 WHEN "thing"."id" > $3 THEN "thing"."name" ELSE $4 END"#, r#""Ann Lee""#;
        case().when(Thing::id.gt(5), "big").end() => r#"CASE WHEN "thing"."id" > $1 THEN $2 END"#, "None";
        case().when(Thing::maybe, 1).otherwise(2) => r#"CASE WHEN "thing"."maybe" THEN $1 ELSE $2 END"#, "2";
        case().when(Thing::active, Thing::nick).otherwise("x") => r#"CASE WHEN "thing"."active" THEN "thing"."nick" ELSE $1 END"#, "None";
        case().when(Thing::active, null::<String>()).otherwise("x") => r#"CASE WHEN "thing"."active" THEN $1::text ELSE $2 END"#, "None";
        case_of(Thing::name).when("Ann Lee", 1_i64).when("Bob", Thing::big).otherwise(3) => r#"CASE "thing"."name" WHEN $1 THEN $2 WHEN $3 THEN "thing"."big" ELSE $4 END"#, "1";
        case_of(Thing::id).when(Thing::small.cast::<i32>(), "three").end() => r#"CASE "thing"."id" WHEN "thing"."small"::int4 THEN $1 END"#, "None";
        coalesce(Thing::nick, "none") => r#"coalesce("thing"."nick", $1)"#, r#""none""#;
        coalesce(Thing::nick, (Thing::nick, Thing::name, "x")) => r#"coalesce("thing"."nick", "thing"."nick", "thing"."name", $1)"#, r#""Ann Lee""#;
        coalesce(Thing::nick, Thing::nick) => r#"coalesce("thing"."nick", "thing"."nick")"#, "None";
        nullif(Thing::id, 1) => r#"nullif("thing"."id", $1)"#, "None";
        greatest(Thing::id, (5, Thing::id + 1)) => r#"greatest("thing"."id", $1, "thing"."id" + $2)"#, "5";
        least(Thing::nick, Thing::name) => r#"least("thing"."nick", "thing"."name")"#, r#""Ann Lee""#;
        null::<i32>() => "$1::int4", "None";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn a_value_in_place_of_no_row(db: TestDb) -> Result<()> {
    statements! { db;
        select(coalesce(select(Thing::id).filter(Thing::id.gt(9)).scalar(), 0))
            => r#"SELECT coalesce((SELECT "thing"."id" FROM "thing" WHERE "thing"."id" > $1), $2)"#, "[0]";
    }
}
