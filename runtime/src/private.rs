//! What generated code calls. Not part of the interface: it may change with every version.

pub use std::marker::PhantomData;
pub use std::option::Option::{self, None, Some};
pub use std::result::Result::{Err, Ok};
pub use std::string::String;
pub use std::sync::OnceLock;
pub use std::vec;
pub use std::vec::Vec;

pub use cormorant_macros::{alias, table};

pub use crate::error::{BoxError, Result};
pub use crate::query::{
    Averaged, Closed, Column, Condition, Defined, Exprs, Extreme, FieldOf, Filled, FirstIs, Fits,
    FlatProjection, Id, Inner, IntoRow, Item, Key, Many, ModelRow, ModelTable, NamedColumns,
    New as NewValues, NewRow, Newtype, NoTable, Nullness, Of, On, One, Only, OrElse, Outer, Plain,
    Projection, Reads, Relation, Row, Select, Selectable, Shape, Source, Statement, Summable, Table, Tabular,
    define_cte, define_derived, define_lateral, define_recursive, define_values, model_qualifier, push_key,
    push_model, table_source,
};
pub use crate::query::{JsonSource, named_call, whole_row};
pub use crate::schema::{
    Cascade, CheckDef, ColumnDef, DefaultKind, EnumDef, ForeignKeyDef, Generated, IndexColumn, IndexDef,
    IndexTerm, LinkTable, Model, ReferentialAction, RelationDef, RelationKind, TableDef, UniqueDef,
};
use crate::session::compare;
pub use crate::session::{
    Cell, Child, Create, Draft, Entity, Given, Graph, IntoField, IsGiven, IsMissing, Link, Mapped, Mask,
    Meta, Missing, New, Related, SessionRow, Slot,
};
pub use crate::session::{RelationsOut, SerializeRelations, View, Viewed, Walk};
pub use crate::sql::{Cte, Expr, From, Item as SqlItem, Qualifier};
use crate::types::Value;
pub use crate::types::enum_::{decode_code, decode_label, decode_text, encode_label};
pub use crate::types::{BytesMut, ColumnType, Element, Expect, Param, PgType, Reader};
pub use serde::{Serialize, Serializer};

#[path = "private/facts.rs"]
mod facts;

pub use facts::{INDEX, column, foreign_key, names, relation, table_def, types, unique};

/// What stands before the dot of an alias's columns.
#[must_use]
pub fn alias_qualifier(name: &'static str) -> Qualifier {
    Qualifier::Alias(name.into())
}

/// What a field's type answers. All generated code asks through this one trait, so that a type that no column
/// can have is reported once.
#[diagnostic::on_unimplemented(
    message = "a column cannot have the Rust type `{Self}`",
    label = "no PostgreSQL type is known for `{Self}`",
    note = "supported: bool, i16, i32, i64, f32, f64, String, Vec<u8>, Uuid, Decimal, dates and times, Json<T>, arrays, and `Option` of these; for a type of your own `#[derive(DbEnum)]`, `#[derive(DbNewtype)]`, or implement `ColumnType`"
)]
pub trait Field: Sized {
    /// A column with nothing special, without a name.
    const COLUMN: ColumnDef;
    /// The PostgreSQL type.
    const TYPE: PgType;
    /// Whether it is `Option`.
    const NULLABLE: bool;
    /// Whether it is an integer that a sequence can fill.
    const IS_INTEGER: bool;
    /// Whether it can have a length.
    const HAS_LENGTH: bool;
    /// Whether it can have a precision.
    const HAS_PRECISION: bool;
    /// Whether it can have precision and scale.
    const HAS_SCALE: bool;

    /// What a statement's column must be.
    fn expect(out: &mut Vec<Expect>);

    /// Reads the next column.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::error::Error::Decode)
    fn read(reader: &mut Reader<'_>) -> Result<Self>;

    /// The bound value.
    fn param(&self) -> Param;

    /// The value without its type.
    fn cell(&self) -> &dyn Cell;

    /// The value without its type.
    fn cell_mut(&mut self) -> &mut dyn Cell;

    /// A place for a value, without its type.
    fn slot(slot: &Option<Self>) -> &dyn Slot;

    /// A place for a value, without its type.
    fn slot_mut(slot: &mut Option<Self>) -> &mut dyn Slot;

    /// Adds the column to a mask if its value differs from an older one.
    fn compare(&self, old: &Self, column: usize, mask: &mut Mask);

    /// The value of a default, without its type.
    fn boxed(self) -> BoxedCell;

    /// The next version by a generator of the user's.
    fn next_version(current: Option<&dyn Cell>, generate: impl Fn(Option<&Self>) -> Self) -> BoxedCell;
}

/// A value without its type, or none.
pub type BoxedCell = Option<Box<dyn Cell>>;

#[diagnostic::do_not_recommend]
impl<V: Value> Field for V {
    const COLUMN: ColumnDef = facts::of_type(Self::TYPE, V::NULLABLE);
    const TYPE: PgType = <V::Base as ColumnType>::TYPE;
    const NULLABLE: bool = V::NULLABLE;
    const IS_INTEGER: bool = is_one_of(Self::TYPE, &["int2", "int4", "int8"]);
    const HAS_LENGTH: bool = is_one_of(Self::TYPE, &["text", "varchar", "bpchar", "bit", "varbit"]);
    const HAS_PRECISION: bool =
        is_one_of(Self::TYPE, &["numeric", "timestamp", "timestamptz", "time", "timetz", "interval"]);
    const HAS_SCALE: bool = is_one_of(Self::TYPE, &["numeric"]);

    fn expect(out: &mut Vec<Expect>) {
        out.push(Expect::of::<V::Base>());
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        reader.value()
    }

    fn param(&self) -> Param {
        Param::from_value(self)
    }

    fn cell(&self) -> &dyn Cell {
        self
    }

    fn cell_mut(&mut self) -> &mut dyn Cell {
        self
    }

    fn slot(slot: &Option<Self>) -> &dyn Slot {
        slot
    }

    fn slot_mut(slot: &mut Option<Self>) -> &mut dyn Slot {
        slot
    }

    #[inline]
    fn compare(&self, old: &Self, column: usize, mask: &mut Mask) {
        compare(self, old, column, mask);
    }

    fn boxed(self) -> BoxedCell {
        Some(Box::new(self))
    }

    fn next_version(current: Option<&dyn Cell>, generate: impl Fn(Option<&Self>) -> Self) -> BoxedCell {
        generate(current.and_then(|cell| cell.as_any().downcast_ref())).boxed()
    }
}

/// The user's expression for a default, as something given for a column of type `V`.
pub fn given<V, T: IntoField<V, How>, How>(value: T) -> V {
    value.into_field()
}

/// The values of a row.
pub fn params<M: Mapped>(row: &M) -> Vec<Param> {
    (0..M::TABLE.columns.len()).map(|column| row.cell(column).param()).collect()
}

/// The values of a new row for INSERT.
pub fn new_row<M: Mapped>(new: New<M>) -> NewRow {
    new.into_row()
}

/// Whether the type has one of these names. Types of the user's own database may be anything.
const fn is_one_of(ty: PgType, names: &[&str]) -> bool {
    let mut position = 0;
    while position < names.len() {
        if same_text(ty.name, names[position]) {
            return true;
        }
        position += 1;
    }
    ty.is_named()
}

/// `==` on texts, which constants cannot have.
const fn same_text(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut position = 0;
    while position < left.len() {
        if left[position] != right[position] {
            return false;
        }
        position += 1;
    }
    true
}

/// A column of type `Self` can refer to a column of type `K`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` cannot refer to a column of type `{K}`",
    label = "it refers to a column of type `{K}`",
    note = "a foreign key has the type of what it refers to, or `Option` of it"
)]
pub trait Refers<K> {}

#[diagnostic::do_not_recommend]
impl<K> Refers<K> for K {}
#[diagnostic::do_not_recommend]
impl<K> Refers<K> for Option<K> {}
#[diagnostic::do_not_recommend]
impl<K> Refers<Option<K>> for K {}

/// The columns of a foreign key, as a tuple, and the key they refer to.
#[diagnostic::on_unimplemented(
    message = "columns of the types `{Self}` cannot refer to a key of the types `{K}`",
    label = "the key has the types `{K}`",
    note = "a foreign key has a column for each column of the key it refers to"
)]
pub trait ReferTo<K> {}

macro_rules! refer_to {
    ($(($($column:ident $key:ident),*))*) => {$(
        impl<$($column: Refers<$key>, $key),*> ReferTo<($($key),*)> for ($($column,)*) {}
    )*};
}

refer_to! {
    (A K, B L)
    (A K, B L, C M)
    (A K, B L, C M, D P)
    (A K, B L, C M, D P, E Q)
    (A K, B L, C M, D P, E Q, F R)
}

/// The columns of a foreign key have the types of the key they refer to.
pub const fn assert_refer<Columns: ReferTo<K>, K>() {}

/// The column of a foreign key has the type of the key it refers to.
pub const fn assert_refers<C: Refers<K>, K>() {}

/// A column of a foreign key has the type of the column it refers to.
pub const fn assert_refers_to<C: Refers<V>, M, V>(_: Column<M, V>) {}

/// What a model at the other end of something answers. All generated code asks through this one trait, so that
/// what is no model is reported once. Written by the derive: an impl for all models would be asked in vain for what is
/// none, and its parts complained of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "add `#[derive(Model)]` to the struct `{Self}`"
)]
pub trait Target: Sized {
    /// The model: the type itself.
    type Model: Viewed;
    /// The table.
    const TABLE: &'static TableDef = Self::Model::TABLE;

    /// The table.
    fn table() -> &'static TableDef {
        Self::Model::TABLE
    }

    /// The session's facts.
    fn meta() -> &'static Meta {
        Self::Model::meta()
    }

    /// The views of the members of a relationship.
    ///
    /// # Errors
    ///
    /// As [`View::many`].
    fn views<'s, M: Mapped>(
        from: &View<'s, M>,
        relation: Relation<M, Self, Many>,
    ) -> Result<Vec<<Self::Model as Viewed>::View<'s>>> {
        from.many(relation.to_type::<Self::Model>())
    }

    /// The view of the other end of a relationship.
    ///
    /// # Errors
    ///
    /// As [`View::one`].
    fn view<'s, M: Mapped>(
        from: &View<'s, M>,
        relation: Relation<M, Self, One>,
    ) -> Result<Option<<Self::Model as Viewed>::View<'s>>> {
        from.one(relation.to_type::<Self::Model>())
    }
}

/// What a model under the name `K` answers; see [`Target`]. Written by the derive: an impl for all models would
/// be asked in vain for what is none, and its parts complained of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "add `#[derive(Model)]` to the struct `{Self}`"
)]
pub trait Aliased<K> {
    /// The model: the type itself.
    type Model: Model + Row + NamedColumns<K>;
}

/// A rule that the compiler checks: says what is wrong where the rule stands.
///
/// # Panics
///
/// If the rule does not hold; it is only called in constants.
#[track_caller]
pub const fn check(holds: bool, message: &'static str) {
    assert!(holds, "{}", message);
}

/// Whether the second relationship names the first as its inverse. That their ends fit is asked of the types.
#[must_use]
pub const fn is_inverse<S, T: Model, K, L>(
    _: Relation<S, T, K>,
    there: Relation<T, S, L>,
    name: &str,
) -> bool {
    match T::TABLE.relations[there.index()].inverse {
        Some(inverse) => same_text(inverse, name),
        None => false,
    }
}
