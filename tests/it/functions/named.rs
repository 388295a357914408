//! Functions by name, declared functions, raw fragments.

use cormorant::functions::window::window;
use cormorant::query::{Function, function, raw, select};
use cormorant::testing::TestDb;
use cormorant::{Result, sql_function};

use super::harness::{SCHEMA, Thing, cases, statements};

const REVERSE: Function<String> = function("reverse");

sql_function! {
    /// As `sign`, of integers.
    fn sign_of(x: f64) -> f64 = "pg_catalog"."sign";
    fn array_ndims(list: Vec<String>) -> Option<i32>;
    fn pg_is_in_recovery() -> NotNull<bool>;
    fn left(text: String, n: i32) -> String;
}

#[cormorant::test(schema = SCHEMA)]
async fn functions_by_name(db: TestDb) -> Result<()> {
    cases! { db;
        function::<String>("reverse").with((Thing::name,)) => r#"reverse("thing"."name")"#, r#"Some("eeL nnA")"#;
        function::<i32>("strpos").schema("pg_catalog").with((Thing::name, "Lee")).assume_not_null() => r#""pg_catalog".strpos("thing"."name", $1)"#, "5";
        function::<String>("version").with(()).is_not_null() => "version() IS NOT NULL", "true";
        REVERSE.with(("abc",)) => "reverse($1)", r#"Some("cba")"#;
        function::<i64>("count").aggregate((Thing::nick,)).distinct().filter(Thing::id.gt(0)) => r#"count(DISTINCT "thing"."nick") FILTER (WHERE "thing"."id" > $1)"#, "Some(0)";
        function::<i64>("count").aggregate((Thing::id,)).over(window().order_by(Thing::id)) => r#"count("thing"."id") OVER (ORDER BY "thing"."id")"#, "Some(1)";
        sign_of(-2.0) => r#""pg_catalog".sign($1)"#, "-1.0";
        array_ndims(Thing::tags) => r#"array_ndims("thing"."tags")"#, "Some(1)";
        pg_is_in_recovery() => "pg_is_in_recovery()", "false";
        left(Thing::nick, 2) => r#"left("thing"."nick", $1)"#, "None";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn raw_fragments(db: TestDb) -> Result<()> {
    cases! { db;
        raw::<String>("lower({}) || {}").with((Thing::name, "!")) => r#"lower("thing"."name") || $1"#, r#"Some("ann lee!")"#;
        raw::<i32>("1 + 1").with(()).assume_not_null() => "1 + 1", "2";
        raw::<bool>("{} @> '{{1}}'").with((Thing::nums,)) => r#""thing"."nums" @> '{1}'"#, "Some(true)";
        raw::<i32>("{}").with((Thing::id,)) + 1 => r#"("thing"."id") + $1"#, "Some(2)";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn raw_fragments_are_conditions(db: TestDb) -> Result<()> {
    statements! { db;
        select(Thing::id).filter(raw("{} BETWEEN 1 AND {}").with((Thing::id, 3))).order_by(raw::<i32>("random()::int").with(()))
            => r#"SELECT "thing"."id" FROM "thing" WHERE "thing"."id" BETWEEN 1 AND $1 ORDER BY random()::int"#, "[1]";
    }
}

#[test]
fn a_fragment_with_too_few_arguments_is_refused() {
    let rendered = select(raw::<i32>("{} + {}").with((Thing::id,))).as_sql().render();
    let expected = "the fragment `{} + {}` has 2 `{}`, and 1 arguments are given for them";
    assert_eq!(rendered.check().unwrap_err().to_string(), expected);
}
