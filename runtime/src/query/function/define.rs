//! One line per function: the macro behind the functions of this crate, and behind a program's own.

use crate::query::Expr;
use crate::sql;

/// A call of a function by name; for the macro.
#[doc(hidden)]
#[must_use]
pub fn named_call<T, S>(
    schema: Option<&'static str>,
    name: &'static str,
    args: Vec<sql::Expr>,
) -> Expr<T, S> {
    let mut call = sql::Call::new(name, args);
    call.schema = schema.map(Into::into);
    Expr::new(sql::Expr::Call(Box::new(call)))
}

/// A function of PostgreSQL in one line: what it takes and gives, its name in SQL if that is another one, and what
/// its documentation says behind `name(arguments)`.
macro_rules! sql {
    ($name:ident($($arg:ident: $ty:ty),*) -> $out:ident $(<$of:ty>)? $(= $sql:literal)?, $doc:literal) => {
        $crate::sql_function! {
            #[doc = concat!("`", sql!(@name $name $($sql)?), "(", stringify!($($arg),*), ")`: ", $doc)]
            pub fn $name($($arg: $ty),*) -> $out $(<$of>)? $(= $sql)?;
        }
    };
    (@name $name:ident) => { stringify!($name) };
    (@name $name:ident $sql:literal) => { $sql };
}

/// Declares functions of the database, so that calls of them are checked: of an extension, or written in SQL.
///
/// The result may be NULL if an argument may; `-> Option<T>` says that it may be NULL anyhow, and
/// `-> NotNull<T>` that it never is; `-> SetOf<T>` that it gives several rows. `= "name"` gives another name, `= "schema"."name"` a schema, too.
///
/// ```
/// cormorant::sql_function! {
///     /// How similar two texts are, from 0 to 1 (extension `pg_trgm`).
///     pub fn similarity(a: String, b: String) -> f32;
///     /// The area of an order's lines (a function of this program).
///     pub fn order_total(order_id: i64) -> Option<f64> = "billing"."order_total";
/// }
/// ```
///
/// `select(User).order_by(similarity(User::name, "ann").desc())` is
/// `SELECT .. FROM "users" ORDER BY similarity("users"."name", $1) DESC`.
#[macro_export]
macro_rules! sql_function {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?)
        -> $out:ident $(<$of:ty>)? $(= $sql:literal $(. $in_schema:literal)?)?;)*) => {$(
        $crate::__sql_function! { [$(#[$meta])* $vis] $name
            [$crate::__sql_function!(@name $name $($sql $(. $in_schema)?)?)]
            ($($arg: $ty,)*) [$out $(<$of>)?] }
    )*};
}

/// The parts of [`sql_function!`]: one arm per number of arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __sql_function {
    (@name $name:ident) => { (::core::option::Option::None, ::core::stringify!($name)) };
    (@name $name:ident $sql:literal) => { (::core::option::Option::None, $sql) };
    (@name $name:ident $schema:literal . $sql:literal) => { (::core::option::Option::Some($schema), $sql) };
    (@expr [Option<$out:ty>] $uses:ty) => { $crate::query::Expr<$out, ($uses, $crate::types::MaybeNull)> };
    (@expr [SetOf<$out:ty>] $uses:ty) => { $crate::query::Expr<$out, $crate::query::SetOf<$uses>> };
    (@expr [NotNull<$out:ty>] $uses:ty) => { $crate::query::Expr<$out, $crate::query::NotNull<$uses>> };
    (@expr [$out:ty] $uses:ty) => { $crate::query::Expr<$out, $uses> };
    ([$(#[$meta:meta])* $vis:vis] $name:ident [$sql:expr] () $out:tt) => {
        $(#[$meta])*
        #[must_use]
        $vis fn $name() -> $crate::__sql_function!(@expr $out ()) {
            let (schema, name) = $sql;
            $crate::__private::named_call(schema, name, ::std::vec::Vec::new())
        }
    };
    ([$($front:tt)*] $name:ident $sql:tt ($a:ident: $ta:ty,) $out:tt) => {
        $crate::__sql_function! { @fn [$($front)*] $name $sql [($a: $ta, A, U)] U, $out }
    };
    ([$($front:tt)*] $name:ident $sql:tt ($a:ident: $ta:ty, $b:ident: $tb:ty,) $out:tt) => {
        $crate::__sql_function! { @fn [$($front)*] $name $sql [($a: $ta, A, U) ($b: $tb, B, V)] (U, V), $out }
    };
    ([$($front:tt)*] $name:ident $sql:tt ($a:ident: $ta:ty, $b:ident: $tb:ty, $c:ident: $tc:ty,) $out:tt) => {
        $crate::__sql_function! { @fn [$($front)*] $name $sql
            [($a: $ta, A, U) ($b: $tb, B, V) ($c: $tc, C, W)] (U, (V, W)), $out }
    };
    ([$($front:tt)*] $name:ident $sql:tt
        ($a:ident: $ta:ty, $b:ident: $tb:ty, $c:ident: $tc:ty, $d:ident: $td:ty,) $out:tt) => {
        $crate::__sql_function! { @fn [$($front)*] $name $sql
            [($a: $ta, A, U) ($b: $tb, B, V) ($c: $tc, C, W) ($d: $td, D, X)] (U, (V, (W, X))), $out }
    };
    ([$($front:tt)*] $name:ident $sql:tt
        ($a:ident: $ta:ty, $b:ident: $tb:ty, $c:ident: $tc:ty, $d:ident: $td:ty, $e:ident: $te:ty,) $out:tt) => {
        $crate::__sql_function! { @fn [$($front)*] $name $sql
            [($a: $ta, A, U) ($b: $tb, B, V) ($c: $tc, C, W) ($d: $td, D, X) ($e: $te, E, Y)]
            (U, (V, (W, (X, Y)))), $out }
    };
    ([$($front:tt)*] $name:ident $sql:tt
        ($a:ident: $ta:ty, $b:ident: $tb:ty, $c:ident: $tc:ty, $d:ident: $td:ty, $e:ident: $te:ty, $f:ident: $tf:ty,)
        $out:tt) => {
        $crate::__sql_function! { @fn [$($front)*] $name $sql
            [($a: $ta, A, U) ($b: $tb, B, V) ($c: $tc, C, W) ($d: $td, D, X) ($e: $te, E, Y) ($f: $tf, F, Z)]
            (U, (V, (W, (X, (Y, Z))))), $out }
    };
    (@fn [$(#[$meta:meta])* $vis:vis] $name:ident [$sql:expr]
        [$(($arg:ident: $ty:ty, $generic:ident, $uses:ident))+] $all:ty, $out:tt) => {
        $(#[$meta])*
        $vis fn $name<$($generic: $crate::query::Argument<$ty, Uses = $uses>,)+ $($uses),+>(
            $($arg: $generic),+
        ) -> $crate::__sql_function!(@expr $out $all) {
            let (schema, name) = $sql;
            $crate::__private::named_call(schema, name, ::std::vec![$($arg.into_argument()),+])
        }
    };
}
