//! Encoded parameters as the driver wants them.

use std::fmt;

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{Format, IsNull, Kind, ToSql, Type};

use crate::error::{BoxError, Error, Result};
use crate::types::{Param, ParamValue};

/// The protocol's limit: the count of parameters is a 16-bit number.
const MAX_PARAMS: usize = 65_535;

/// A parameter that only has to be copied.
///
/// The driver encodes parameters into a buffer that all users of a connection share; code that could fail or
/// panic half-way must not run there.
pub(crate) struct Bound<'p>(&'p Param);

impl<'p> Bound<'p> {
    /// All parameters of a statement, after [`check`].
    pub(crate) fn all(params: &'p [Param]) -> impl ExactSizeIterator<Item = Bound<'p>> {
        params.iter().map(Bound)
    }
}

/// Refuses what cannot be sent, before anything is sent.
///
/// # Errors
///
/// [`Error::Encode`] names the parameter.
pub(crate) fn check(params: &[Param]) -> Result<()> {
    if params.len() > MAX_PARAMS {
        return Err(Error::Encode {
            column: "the statement".into(),
            message: format!(
                "{} parameters, PostgreSQL takes at most {MAX_PARAMS}: give a list as one array",
                params.len()
            ),
        });
    }
    for (index, param) in params.iter().enumerate() {
        if let ParamValue::Invalid(reason) = &param.value {
            return Err(Error::Encode {
                column: format!("parameter ${} of type {}", index + 1, param.ty).into(),
                message: reason.to_string(),
            });
        }
    }
    Ok(())
}

/// The type to prepare a parameter with. For a named type the statement's text has a cast.
pub(crate) fn driver_type(oid: u32) -> Type {
    match oid {
        0 => Type::new(String::new(), 0, Kind::Simple, String::new()),
        oid => {
            Type::from_oid(oid).unwrap_or_else(|| Type::new(String::new(), oid, Kind::Simple, String::new()))
        }
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        let ParamValue::Binary(bytes) = &self.0.value else { return Ok(IsNull::Yes) };
        match (ty.kind(), bytes.get(..12)) {
            // Arrays of named types have no number in their header: it differs from database to database.
            (Kind::Array(element), Some(&[.., 0, 0, 0, 0])) if self.0.ty.is_array => {
                out.put_slice(&bytes[..8]);
                out.put_u32(element.oid());
                out.put_slice(&bytes[12..]);
            }
            _ => out.put_slice(bytes),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        self.to_sql(ty, out)
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Binary
    }
}

impl fmt::Debug for Bound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Type and length: the driver logs this.
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::PgType;

    #[test]
    fn the_elements_number_of_an_array_of_a_named_type_is_filled_in() {
        let mood = PgType::named(None, "mood");
        let header = [[0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]].concat();
        let param = Param::encoded(mood.array(), header.clone().into());
        let element = Type::new("mood".into(), 77, Kind::Simple, "public".into());
        let array = Type::new("_mood".into(), 78, Kind::Array(element), "public".into());
        let mut out = BytesMut::new();
        Bound(&param).to_sql_checked(&array, &mut out).unwrap();
        assert_eq!(out[..], [[0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 77], [0, 0, 0, 0], [0, 0, 0, 1]].concat());
    }

    #[test]
    fn an_invalid_value_is_refused_by_its_place() {
        let param =
            Param { ty: PgType::builtin("text", 25, 1009), value: ParamValue::Invalid("a NUL".into()) };
        let error = check(&[param]).unwrap_err();
        assert_eq!(error.to_string(), "the value of `parameter $1 of type text` cannot be sent: a NUL");
    }

    #[test]
    fn more_parameters_than_the_protocol_counts_are_refused() {
        let params = vec![Param::null(PgType::builtin("int4", 23, 1007)); 65_536];
        assert!(matches!(check(&params), Err(Error::Encode { .. })));
    }
}
