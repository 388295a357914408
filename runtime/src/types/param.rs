//! Values on their way to the server.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::types::{ColumnType, PgType, Value};

/// A bound value: its type and its encoded form.
///
/// Statements are plain data that can be cloned, compared and stored, so values are encoded where they are
/// given. `Debug` prints type and length, never the value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Param {
    /// The PostgreSQL type.
    pub ty: PgType,
    /// The encoded value.
    pub value: ParamValue,
}

/// The encoded form of a [`Param`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum ParamValue {
    /// NULL.
    Null,
    /// PostgreSQL's binary format.
    Binary(Bytes),
    /// The value could not be encoded, for this reason. Executing the statement gives the error.
    Invalid(Arc<str>),
}

impl Param {
    /// Encodes a value.
    #[must_use]
    pub fn new<T: ColumnType>(value: &T) -> Self {
        let mut out = BytesMut::new();
        let value = match value.encode(&mut out) {
            Ok(()) => ParamValue::Binary(out.freeze()),
            Err(error) => ParamValue::Invalid(error.to_string().into()),
        };
        Param { ty: T::TYPE, value }
    }

    /// NULL of a type.
    #[must_use]
    pub fn null(ty: PgType) -> Self {
        Param { ty, value: ParamValue::Null }
    }

    /// The same value; if it cannot be sent, the reason names the column that it is for.
    #[must_use]
    pub fn of_column(mut self, column: &str) -> Self {
        if let ParamValue::Invalid(reason) = &mut self.value {
            *reason = format!("column `{column}`: {reason}").into();
        }
        self
    }

    /// A value that already is in PostgreSQL's binary format.
    #[must_use]
    pub fn encoded(ty: PgType, bytes: Bytes) -> Self {
        Param { ty, value: ParamValue::Binary(bytes) }
    }

    /// Encodes a value that may be NULL.
    #[must_use]
    pub fn from_value<V: Value>(value: &V) -> Self {
        value.base().map_or_else(|| Param::null(V::Base::TYPE), Param::new)
    }

    /// Writes the number of the element type into an array's header; anything else stays as it is.
    ///
    /// For arrays of named types, whose numbers differ from database to database, the header has 0. PostgreSQL
    /// 14 and later do not look at it there; older servers refuse ("wrong element type").
    #[must_use]
    pub fn with_element_oid(mut self, oid: u32) -> Self {
        if let (true, ParamValue::Binary(bytes)) = (self.ty.is_array, &mut self.value)
            && bytes.len() >= 12
        {
            let mut array = BytesMut::from(std::mem::take(bytes));
            array[8..12].copy_from_slice(&oid.to_be_bytes());
            *bytes = array.freeze();
        }
        self
    }
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Param({}, {:?})", self.ty, self.value)
    }
}

impl fmt::Debug for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParamValue::Null => f.write_str("null"),
            ParamValue::Binary(bytes) => write!(f, "{} bytes", bytes.len()),
            ParamValue::Invalid(reason) => write!(f, "invalid: {reason}"),
        }
    }
}
