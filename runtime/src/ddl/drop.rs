//! `drop_all`

use crate::ddl::plan::plan;
use crate::ddl::{Options, check, create};
use crate::error::Result;
use crate::schema::TableDef;
use crate::sql::Ddl;

/// The statements that take the tables of models away, in the order in which they must run: the reverse of
/// [`create_all`](crate::ddl::create_all).
///
/// What is not there is passed over. Tables of others that refer to these are not touched: the server refuses
/// then, and also if a column elsewhere has an enum of these tables, unless
/// [`keep_enums`](Options::keep_enums) says to leave them. Schemas stay unless [`drop_schemas`](Options::drop_schemas) says otherwise, extensions stay always.
///
/// # Errors
///
/// As [`create_all`](crate::ddl::create_all), but foreign keys may refer to models that are not in the list.
pub fn drop_all(tables: &[&'static TableDef], options: &Options) -> Result<Vec<Ddl>> {
    let plan = plan(tables, &options.clone().others_exist())?;
    let schemas = create::schemas(&plan);
    let constraints = plan.late.into_iter().rev().map(|(table, constraint)| Ddl::DropConstraint {
        table,
        name: constraint.name,
        if_exists: true,
    });
    let tables = plan.tables.into_iter().rev();
    let tables = tables.map(|table| Ddl::DropTable { name: table.create.name, if_exists: true });
    let types = plan.enums.into_iter().rev().filter(|enum_| !(options.keep_enums && enum_.is_implied));
    let types = types.map(|enum_| Ddl::DropType { name: enum_.type_name(), if_exists: true });
    let mut statements: Vec<Ddl> = constraints.chain(tables).chain(types).collect();
    if options.drop_schemas {
        let schemas = schemas.into_iter().rev();
        statements.extend(schemas.map(|name| Ddl::DropSchema { name, if_exists: true }));
    }
    check::statements(&statements)?;
    Ok(statements)
}
