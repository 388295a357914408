//! The server, the session, sequences, keys.

use crate::query::argument::{call, list, word};
use crate::query::{Arguments, Expr, NotNull, Typed};
use crate::sql;
use crate::types::{ColumnType, MaybeNull};

sql! { current_user() -> String, "whose rights count" }
sql! { session_user() -> String, "who logged in" }
sql! { current_database() -> String, "the name of the database" }
sql! { current_schema() -> Option<String>, "the first schema of the search path; NULL if it is empty" }
sql! { version() -> String, "of the server, as text" }
sql! { pg_backend_pid() -> i32, "the number of the connection's process" }
sql! { current_setting(name: String) -> String,
"a setting of the session; an error if there is none of this name" }
sql! { current_setting_opt(name: String, missing_ok: bool) -> Option<String> = "current_setting",
"a setting of the session; NULL if there is none and `missing_ok`" }
sql! { set_config(name: String, value: String, local: bool) -> String,
"sets a setting, `local` until the transaction ends" }

/// `gen_random_uuid()`: a random UUID (version 4).
#[cfg(feature = "uuid")]
#[must_use]
pub fn gen_random_uuid() -> Expr<uuid::Uuid, ()> {
    call("gen_random_uuid", Vec::new())
}

/// `nextval('sequence')`: the next number of a sequence; quote names that need it: `"app.\"Order_id_seq\""`.
#[must_use]
pub fn nextval(sequence: &'static str) -> Expr<i64, ()> {
    call("nextval", vec![word(sequence)])
}

/// `currval('sequence')`: the number that this session got last; an error if it got none.
#[must_use]
pub fn currval(sequence: &'static str) -> Expr<i64, ()> {
    call("currval", vec![word(sequence)])
}

/// `pg_typeof(x)::text`: the name of the SQL type.
pub fn pg_typeof<A: Typed<Uses = U>, U>(x: A) -> Expr<String, NotNull<U>> {
    let call = sql::Expr::Call(Box::new(sql::Call::new("pg_typeof", vec![x.into_typed()])));
    Expr::new(sql::Expr::cast(call, String::TYPE))
}

/// `pg_column_size(x)`: how many bytes the value takes, as it is stored.
pub fn pg_column_size<A: Typed<Uses = U>, U>(x: A) -> Expr<i32, (U, MaybeNull)> {
    call("pg_column_size", vec![x.into_typed()])
}

/// `num_nulls(a, b, ..)`: how many of these are NULL.
pub fn num_nulls<A: Arguments<Uses = U>, U>(values: A) -> Expr<i32, NotNull<U>> {
    call("num_nulls", list(values))
}

/// `num_nonnulls(a, b, ..)`: how many of these are not NULL.
pub fn num_nonnulls<A: Arguments<Uses = U>, U>(values: A) -> Expr<i32, NotNull<U>> {
    call("num_nonnulls", list(values))
}
