//! What a column can hold.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::PgType;

/// A Rust type that a column can have.
///
/// This is the one trait to implement for a type of your own; `Option<T>` (a nullable column) follows by
/// itself, and `Vec<T>` (an array column) with one more line: `impl Element for T {}`.
///
/// `encode` and `decode` speak PostgreSQL's binary format. Most types of users wrap one that is here and
/// delegate.
#[diagnostic::on_unimplemented(
    message = "a column cannot have the Rust type `{Self}`",
    label = "no PostgreSQL type is known for `{Self}`",
    note = "supported: bool, i16, i32, i64, f32, f64, String, Vec<u8>, Uuid, Decimal, dates and times, Json<T>, arrays, and `Option` of these; for a type of your own `#[derive(DbEnum)]`, `#[derive(DbNewtype)]`, or implement `ColumnType`"
)]
pub trait ColumnType: Clone + Send + Sync + 'static {
    /// The PostgreSQL type.
    const TYPE: PgType;

    /// Whether values of the PostgreSQL type with this number can be decoded, too.
    ///
    /// Asked once per prepared statement, not per row. The number of [`TYPE`](ColumnType::TYPE) itself always
    /// is accepted, and so is every number when `TYPE` is a named type.
    fn accepts(_oid: u32) -> bool {
        false
    }

    /// Appends the binary form of this value.
    ///
    /// # Errors
    ///
    /// The value does not fit the PostgreSQL type. The message must not quote the value.
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError>;

    /// Reads the binary form.
    ///
    /// # Errors
    ///
    /// The bytes do not fit the Rust type. The message must not quote the value.
    fn decode(bytes: &[u8]) -> Result<Self, BoxError>;

    /// Whether two values are the same for PostgreSQL, so that writing one over the other changes nothing.
    ///
    /// Compares the encoded forms unless a type knows better. A float's NaN is the same as itself.
    fn same(&self, other: &Self) -> bool {
        let (mut left, mut right) = (BytesMut::new(), BytesMut::new());
        self.encode(&mut left).is_ok() && other.encode(&mut right).is_ok() && left == right
    }

    /// The value as PostgreSQL will give it back.
    ///
    /// Differs from the value itself where PostgreSQL's type is coarser or has one form for several: times are
    /// cut to microseconds, ranges of integers and days are made half-open. A value that cannot be sent is
    /// given back as it is.
    #[must_use]
    fn stored(self) -> Self {
        self
    }
}

/// A type whose arrays (`Vec<T>`, `Vec<Option<T>>`) a column can have.
#[diagnostic::on_unimplemented(
    message = "a column cannot be an array of `{Self}`",
    label = "`{Self}` is no element type",
    note = "arrays of arrays and of `Vec<u8>`'s bytes are not supported; for a type of your own add `impl cormorant::types::Element for {Self} {{}}`"
)]
pub trait Element: ColumnType {}

/// Marks an expression that may be NULL; see [`Value::Mark`].
#[derive(Debug)]
pub struct MaybeNull;

/// What a field can hold: a [`ColumnType`], or `Option` of one.
///
/// This trait is closed: implement [`ColumnType`].
#[diagnostic::on_unimplemented(
    message = "a column cannot have the Rust type `{Self}`",
    label = "no PostgreSQL type is known for `{Self}`",
    note = "supported: bool, i16, i32, i64, f32, f64, String, Vec<u8>, Uuid, Decimal, dates and times, Json<T>, arrays, and `Option` of these; for a type of your own `#[derive(DbEnum)]`, `#[derive(DbNewtype)]`, or implement `ColumnType`"
)]
pub trait Value: Clone + Send + Sync + 'static {
    /// The type without `Option`.
    type Base: ColumnType;
    /// The uses `S` of an expression, marked if the value may be NULL: `S` or `(S, MaybeNull)`.
    type Mark<S>;
    /// Whether the value may be NULL.
    const NULLABLE: bool;

    /// The value without `Option`; `None` is NULL.
    fn base(&self) -> Option<&Self::Base>;

    /// Takes the value without `Option`; `None` (NULL) is refused by types that are no `Option`.
    fn from_base(base: Option<Self::Base>) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Value for T {
    type Base = T;
    type Mark<S> = S;
    const NULLABLE: bool = false;

    fn base(&self) -> Option<&T> {
        Some(self)
    }

    fn from_base(base: Option<T>) -> Option<Self> {
        base
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Value for Option<T> {
    type Base = T;
    type Mark<S> = (S, MaybeNull);
    const NULLABLE: bool = true;

    fn base(&self) -> Option<&T> {
        self.as_ref()
    }

    fn from_base(base: Option<T>) -> Option<Self> {
        Some(base)
    }
}
