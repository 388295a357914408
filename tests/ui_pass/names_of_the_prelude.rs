//! The user's own names change nothing: of types, of functions, of constants, of aliases.

#![allow(dead_code, non_upper_case_globals)]

use cormorant::{Model, Projection, alias, table};

type Result<T> = std::result::Result<T, ()>;
struct Option;
struct Vec;
struct Box;
struct Some;
struct None;
struct Ok;
struct Err;
struct Default;
struct Clone;
struct String;
struct K;
struct F;
struct At;
struct V;
struct How;
struct Missing;
struct Given;
trait Send {}
trait Sync {}
trait Iterator {}
fn column() {}
const value: i32 = 1;
const row: i32 = 1;

mod core {}
mod std_names {}

#[derive(Model)]
#[derive(::std::clone::Clone)]
#[model(has_many(manager: Other, inverse = out))]
struct Table {
    #[model(primary_key, generated)]
    id: i64,
    reader: i64,
    draft: ::std::string::String,
    column: ::std::option::Option<i64>,
    new: bool,
    given: bool,
    key: bool,
    #[model(default)]
    clone: bool,
}

#[derive(Model)]
#[derive(::std::clone::Clone)]
struct Other {
    #[model(primary_key)]
    id: i64,
    #[model(belongs_to(out: Table, inverse = manager))]
    table: i64,
}

#[derive(Projection)]
struct Row {
    id: i64,
    reader: ::std::option::Option<i64>,
}

// Unit structs with the names of fields, relationships and of all that generated code might call its variables.
alias!(manager: Table, reader: Table, draft: Table, out: Table, graph: Table, current: Table, parent: Table);
table!(statement: Row, base: Row, step: Row, query: Row, rows: Row, with: Row, condition: Row);

fn main() {
    let _ = cormorant::query::select((Table, manager.draft)).cross_join(manager);
    let _ = Table::create().reader(1).draft("a").new(true).given(true).key(true);
    let _ = Other::create().id(1).out(Table { id: 1, reader: 1, draft: "".into(), column: ::std::option::Option::None, new: true, given: true, key: true, clone: true });
}
