//! Whether a value may be NULL, as a type.

use crate::query::{Agg, NotNull, NullIfAll, Of, Reads, Row, Windowed};
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
/// Asked for selected items and assignments only: conditions do not care.
pub trait NullIn<F, At> {
    /// The answer.
    type Null: Nullness;
}

impl<F> NullIn<F, ()> for () {
    type Null = No;
}
impl<F> NullIn<F, ()> for MaybeNull {
    type Null = Yes;
}
impl<F: Reads<M, At>, M, At> NullIn<F, At> for Of<M> {
    type Null = F::Null;
}
impl<F, S: NullIn<F, At>, At> NullIn<F, At> for NotNull<S> {
    type Null = No;
}
impl<F, S: NullIn<F, At>, At> NullIn<F, At> for Agg<S> {
    type Null = S::Null;
}
impl<F, S: NullIn<F, At>, At> NullIn<F, At> for Windowed<S> {
    type Null = S::Null;
}
impl<F, A: NullIn<F, I>, B: NullIn<F, J>, I, J> NullIn<F, (I, J)> for (A, B) {
    type Null = <A::Null as Nullness>::Or<B::Null>;
}
impl<F, A: NullIn<F, I>, B: NullIn<F, J>, I, J> NullIn<F, (I, J)> for NullIfAll<A, B> {
    type Null = <A::Null as Nullness>::And<B::Null>;
}

/// An expression of this nullness can be assigned to a column of type `V`.
#[diagnostic::on_unimplemented(
    message = "an expression that may be NULL is assigned to a column of type `{V}`",
    label = "may be NULL",
    note = "give a value for NULL with `coalesce(.., ..)`, or make the field an `Option`"
)]
pub trait NullFits<V> {}

impl<V> NullFits<V> for No {}
impl<T: ColumnType> NullFits<Option<T>> for Yes {}
