//! The server, the session, sequences.

use cormorant::Result;
use cormorant::functions::system::*;
use cormorant::query::select;
use cormorant::testing::TestDb;

use super::harness::{SCHEMA, Thing, cases, statements};

#[cormorant::test(schema = SCHEMA)]
async fn the_session_and_its_values(db: TestDb) -> Result<()> {
    cases! { db;
        current_user().eq(session_user()) => "current_user = session_user", "true";
        current_database().starts_with("cormorant_") => "current_database() ^@ $1", "true";
        current_schema() => "current_schema()", r#"Some("public")"#;
        version().starts_with("PostgreSQL") => "version() ^@ $1", "true";
        pg_backend_pid().gt(0) => "pg_backend_pid() > $1", "true";
        set_config("application_name", "x", false) => "set_config($1, $2, $3)", r#""x""#;
        current_setting("application_name") => "current_setting($1)", r#""x""#;
        current_setting_opt("no.such", true) => "current_setting($1, $2)", "None";
        pg_typeof(Thing::nick) => r#"pg_typeof("thing"."nick")::text"#, r#""text""#;
        pg_column_size(Thing::id) => r#"pg_column_size("thing"."id")"#, "Some(4)";
        num_nulls((Thing::id, Thing::nick, Thing::maybe)) => r#"num_nulls("thing"."id", "thing"."nick", "thing"."maybe")"#, "2";
        num_nonnulls((Thing::id, Thing::nick)) => r#"num_nonnulls("thing"."id", "thing"."nick")"#, "1";
        gen_random_uuid().ne(Thing::uid) => r#"gen_random_uuid() <> "thing"."uid""#, "true";
    }
}

#[cormorant::test(schema = "CREATE SEQUENCE \"Odd numbers\" INCREMENT 2")]
async fn sequences(db: TestDb) -> Result<()> {
    statements! { db;
        select(nextval("\"Odd numbers\"")) => r#"SELECT nextval('"Odd numbers"')"#, "[1]";
        select((nextval("\"Odd numbers\""), currval("\"Odd numbers\""))) => r#"SELECT nextval('"Odd numbers"'), currval('"Odd numbers"')"#, "[(3, 3)]";
    }
}
