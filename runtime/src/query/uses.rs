//! Which tables an expression uses, as a type.
//!
//! `S` of [`Expr<T, S>`](crate::query::Expr) is made of these leaves and pairs of them. `T` is never an
//! `Option`: everything that can make a value NULL is a marker in `S`.

use std::marker::PhantomData;

/// A column of the table `M`.
#[derive(Debug)]
pub struct Of<M>(PhantomData<fn() -> M>);

/// Uses `S`, but is never NULL: `count`, `coalesce`, `IS NULL`, `EXISTS`.
#[derive(Debug)]
pub struct NotNull<S>(PhantomData<fn() -> S>);

/// An aggregate over `S`.
#[derive(Debug)]
pub struct Agg<S>(PhantomData<fn() -> S>);

/// A window function over `S`.
#[derive(Debug)]
pub struct Windowed<S>(PhantomData<fn() -> S>);

/// Uses `A` and `B`, and is NULL only if both are: `coalesce`, `greatest`, `least`.
#[derive(Debug)]
pub struct NullIfAll<A, B>(PhantomData<fn() -> (A, B)>);

/// A function of several rows over `S`: `unnest`, `generate_series`.
#[derive(Debug)]
pub struct SetOf<S>(PhantomData<fn() -> S>);

/// Needs `.group_by(..)`: `GROUPING`.
#[derive(Debug)]
pub struct InGroups;

/// An aggregate of whole rows: `count(*)`.
#[derive(Debug)]
pub struct AllRows;

/// An aggregate with DISTINCT.
#[derive(Debug)]
pub struct Distinct;

/// An aggregate with ORDER BY.
#[derive(Debug)]
pub struct Sorted;

/// An aggregate with WITHIN GROUP.
#[derive(Debug)]
pub struct WithinGroup;

/// Writes what holds for all marks, which use no table.
macro_rules! for_marks {
    ($macro:ident) => {
        $macro! { MaybeNull InGroups AllRows Distinct Sorted WithinGroup }
    };
}

pub(crate) use for_marks;
