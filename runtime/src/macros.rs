//! Macros that say where this crate is.

/// Names a table a second time: the alias is a table's type, its entry in FROM and the namespace of its columns.
///
/// ```
/// use cormorant::{Model, alias, query::select};
///
/// #[derive(Model, Clone)]
/// #[model(has_many(reports: Employee, inverse = manager))]
/// struct Employee {
///     #[model(primary_key, generated)]
///     id: i32,
///     last_name: String,
///     #[model(belongs_to(manager: Employee, inverse = reports))]
///     manager_id: Option<i32>,
/// }
///
/// alias!(boss: Employee);
///
/// // SELECT .. FROM "employee" LEFT JOIN "employee" AS "boss" ON "boss"."id" = "employee"."manager_id"
/// let statement = select((Employee, boss.last_name)).left_join(Employee::manager.to(boss));
/// ```
///
/// Several may be named at once, and they may be public: `alias!(pub boss: Employee, pub deputy: Employee)`.
#[macro_export]
macro_rules! alias {
    ($($names:tt)*) => { $crate::__private::alias! { [$crate] $($names)* } };
}

/// Names a table that a statement defines: a CTE, a derived table, a list of values.
///
/// The name is a table's type and the namespace of its columns; it stands in FROM together with its definition,
/// `name.cte(..)`, `name.recursive(..)`, `name.derived(..)`, `name.lateral(..)` or `name.values(..)`. Its rows are
/// those of a [`Projection`](derive@crate::Projection) or a model.
///
/// ```
/// use cormorant::{Projection, query::{select, value}, table};
///
/// #[derive(Projection, Debug)]
/// struct Number {
///     n: i32,
/// }
///
/// table!(numbers: Number);
///
/// // WITH RECURSIVE "numbers" ("n") AS (SELECT $1 UNION ALL SELECT "numbers"."n" + $2 FROM "numbers" ..) SELECT ..
/// let count = numbers.recursive(select(NumberOf { n: value(1) }), |so_far| {
///     select(NumberOf { n: numbers.n + 1 }).from(so_far).filter(numbers.n.lt(10))
/// });
/// let statement = select(numbers).from(count);
/// ```
#[macro_export]
macro_rules! table {
    ($($names:tt)*) => { $crate::__private::table! { [$crate] $($names)* } };
}
