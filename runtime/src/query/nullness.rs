//! Whether a value may be NULL, as a type.

use crate::query::uses::for_marks;
use crate::query::{
    Agg, Aggregated, AllRows, Computes, Constant, Distinct, InGroups, Kind, NotNull, NullIfAll, Of, PerGroup,
    PerRow, Plain, Quiet, Reads, Row, SetOf, Sorted, Windowed, WithinGroup,
};
use crate::types::{ColumnType, MaybeNull};

/// May be NULL.
#[derive(Debug)]
pub struct Yes;

/// Is never NULL.
#[derive(Debug)]
pub struct No;

/// [`Yes`] or [`No`].
pub trait Nullness {
    /// `T` or `Option<T>`.
    type Wrap<T: Row>: Row;
    /// May either be NULL?
    type Or<Other: Nullness>: Nullness;
    /// May both be NULL?
    type And<Other: Nullness>: Nullness;
}

impl Nullness for Yes {
    type Wrap<T: Row> = Option<T>;
    type Or<Other: Nullness> = Yes;
    type And<Other: Nullness> = Other;
}

impl Nullness for No {
    type Wrap<T: Row> = T;
    type Or<Other: Nullness> = Other;
    type And<Other: Nullness> = No;
}

/// Whether an expression that uses `Self` may be NULL in the scope `F`.
///
/// Asked for selected items and assignments, orders and HAVING: other conditions do not care.
pub trait NullIn<F, At> {
    /// The answer.
    type Null: Nullness;
    /// Whether it is an aggregate.
    type Kind: Kind;
}

// For every type, so that an error does not list what can be NULL in general.
impl<F, S: NullOf<F, At>, At> NullIn<F, At> for S {
    type Null = S::Null;
    type Kind = S::Kind;
}

/// Whether a column may be NULL by itself, by the mark of its type.
pub trait MayBeNull {
    /// The answer.
    type Null: Nullness;
}

impl MayBeNull for () {
    type Null = No;
}
impl MayBeNull for ((), MaybeNull) {
    type Null = Yes;
}

/// Whether `Self` may be NULL in the scope `F`, table by table.
pub trait NullOf<F, At> {
    /// The answer.
    type Null: Nullness;
    /// Whether it is an aggregate.
    type Kind: Kind;
}

#[diagnostic::do_not_recommend]
impl<F> NullOf<F, ()> for () {
    type Null = No;
    type Kind = Constant;
}

macro_rules! marks {
    ($maybe_null:ident $in_groups:ident $($mark:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<F> NullOf<F, ()> for $maybe_null {
            type Null = Yes;
            type Kind = Constant;
        }
        // With the aggregate that it marks this is both: only groups allow it.
        #[diagnostic::do_not_recommend]
        impl<F> NullOf<F, ()> for $in_groups {
            type Null = No;
            type Kind = Plain;
        }
        $(#[diagnostic::do_not_recommend]
        impl<F> NullOf<F, ()> for $mark {
            type Null = No;
            type Kind = Constant;
        })*
    };
}

for_marks!(marks);

impl<F: Reads<M, At>, M, At> NullOf<F, At> for Of<M> {
    type Null = F::Null;
    type Kind = F::Kind;
}
impl<F, S: NullOf<F, At>, At> NullOf<F, At> for NotNull<S> {
    type Null = No;
    type Kind = S::Kind;
}
impl<F: Computes, S: NullOf<F, At> + PerRow, At> NullOf<F, At> for Agg<S> {
    type Null = S::Null;
    type Kind = Aggregated;
}
// An aggregate over a window gives a value per row, as its arguments do.
impl<F: Computes, S: NullOf<F, At> + PerGroup, At> NullOf<F, At> for Windowed<S> {
    type Null = S::Null;
    type Kind = S::Kind;
}
impl<F: Computes, S: NullOf<F, At>, At> NullOf<F, At> for SetOf<S> {
    type Null = S::Null;
    type Kind = S::Kind;
}
impl<F, A: NullOf<F, I>, B: NullOf<F, J>, I, J> NullOf<F, (I, J)> for (A, B) {
    type Null = <A::Null as Nullness>::Or<B::Null>;
    type Kind = <A::Kind as Kind>::Beside<B::Kind>;
}
impl<F, A: NullOf<F, I>, B: NullOf<F, J>, I, J> NullOf<F, (I, J)> for NullIfAll<A, B> {
    type Null = <A::Null as Nullness>::And<B::Null>;
    type Kind = <A::Kind as Kind>::Beside<B::Kind>;
}

/// An expression of this nullness can be assigned to a column of type `V`.
#[diagnostic::on_unimplemented(
    message = "an expression that may be NULL is assigned to a column of type `{V}`",
    label = "may be NULL",
    note = "give a value for NULL with `coalesce(.., ..)`, or make the field an `Option`"
)]
pub trait NullFits<V> {}

#[diagnostic::do_not_recommend]
impl<V> NullFits<V> for No {}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> NullFits<Option<T>> for Yes {}
#[diagnostic::do_not_recommend]
impl NullFits<Quiet> for Yes {}
