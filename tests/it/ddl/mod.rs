//! From models to tables.

mod enums;
mod fit;
mod server;
mod text;

use cormorant::Error;
use cormorant::ddl::{Options, create_all};
use cormorant::schema::TableDef;

/// The whole script for new tables.
fn script(tables: &[&'static TableDef], options: &Options) -> String {
    cormorant::ddl::create_sql(tables, options).expect("the models fit together")
}

/// What is wrong with these models.
fn refusal(tables: &[&'static TableDef], options: &Options) -> String {
    match create_all(tables, options) {
        Err(error @ Error::Schema { .. }) => error.to_string(),
        other => panic!("expected Error::Schema, found {other:?}"),
    }
}
