//! What the derives of enums call: labels and codes to variants and back.
//!
//! An enum is stored as a PostgreSQL enum ([`PgType::named`](crate::types::PgType::named)), as text, or as an
//! integer. Which variant has which label or code is a table that the derive writes; here it is read.

use std::error::Error as StdError;
use std::fmt;

use bytes::BytesMut;

use super::text::{read_text, write_text};
use crate::error::BoxError;
use crate::types::ColumnType;

/// The database has a label that the Rust enum has no variant for.
///
/// `Display` and `Debug` name the label of a PostgreSQL enum, which is part of the schema, and do not show a
/// text column's content; [`label`](UnknownLabel::label) has both.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownLabel {
    /// The Rust enum.
    pub type_name: &'static str,
    /// The label.
    pub label: String,
    stored: Stored,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    AsEnum,
    AsText,
}

/// The database has a number that the Rust enum has no variant for.
///
/// `Display` and `Debug` do not show the number; [`code`](UnknownCode::code) has it.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// The Rust enum.
    pub type_name: &'static str,
    /// The number.
    pub code: i64,
}

/// Writes a label: the binary form of a PostgreSQL enum's value and of text.
///
/// # Errors
///
/// The label holds the character NUL.
pub fn encode_label(label: &str, out: &mut BytesMut) -> Result<(), BoxError> {
    write_text(label, out)
}

/// Finds the variant for a PostgreSQL enum's value.
///
/// # Errors
///
/// [`UnknownLabel`], or the bytes are no text.
pub fn decode_label<V: Clone>(
    type_name: &'static str,
    bytes: &[u8],
    variants: &[(&str, V)],
) -> Result<V, BoxError> {
    decode(type_name, bytes, variants, Stored::AsEnum)
}

/// Finds the variant for a text.
///
/// # Errors
///
/// [`UnknownLabel`], or the bytes are no text.
pub fn decode_text<V: Clone>(
    type_name: &'static str,
    bytes: &[u8],
    variants: &[(&str, V)],
) -> Result<V, BoxError> {
    decode(type_name, bytes, variants, Stored::AsText)
}

/// Finds the variant for an integer of type `I`.
///
/// # Errors
///
/// [`UnknownCode`], or the bytes are no such integer.
pub fn decode_code<I: ColumnType + Into<i64> + PartialEq, V: Clone>(
    type_name: &'static str,
    bytes: &[u8],
    variants: &[(I, V)],
) -> Result<V, BoxError> {
    let code = I::decode(bytes)?;
    match variants.iter().find(|(known, _)| *known == code) {
        Some((_, variant)) => Ok(variant.clone()),
        None => Err(Box::new(UnknownCode { type_name, code: code.into() })),
    }
}

fn decode<V: Clone>(
    type_name: &'static str,
    bytes: &[u8],
    variants: &[(&str, V)],
    stored: Stored,
) -> Result<V, BoxError> {
    let label = read_text(bytes)?;
    match variants.iter().find(|(known, _)| *known == label) {
        Some((_, variant)) => Ok(variant.clone()),
        None => Err(Box::new(UnknownLabel { type_name, label: label.to_owned(), stored })),
    }
}

impl fmt::Display for UnknownLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stored {
            Stored::AsEnum => write!(f, "`{}` has no variant for the label `{}`", self.type_name, self.label),
            Stored::AsText => {
                write!(f, "`{}` has no variant for a text of {} bytes", self.type_name, self.label.len())
            }
        }
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` has no variant for the number found", self.type_name)
    }
}

impl fmt::Debug for UnknownLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownLabel({self})")
    }
}

impl fmt::Debug for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownCode({self})")
    }
}

impl StdError for UnknownLabel {}
impl StdError for UnknownCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    enum Mood {
        Happy,
        Sad,
    }

    const LABELS: [(&str, Mood); 2] = [("happy", Mood::Happy), ("sad", Mood::Sad)];

    #[test]
    fn a_label_is_found_exactly() {
        assert_eq!(decode_label("Mood", b"sad", &LABELS).unwrap(), Mood::Sad);
        assert_eq!(decode_text("Mood", b"happy", &LABELS).unwrap(), Mood::Happy);
        assert!(decode_label("Mood", b"Sad", &LABELS).is_err());
        assert!(decode_label("Mood", b"sad ", &LABELS).is_err());
        let mut out = BytesMut::new();
        encode_label("sad", &mut out).unwrap();
        assert_eq!(&out[..], b"sad");
    }

    #[test]
    fn an_unknown_label_of_an_enum_is_named() {
        let error = decode_label("Mood", b"grumpy", &LABELS).unwrap_err();
        assert_eq!(error.to_string(), "`Mood` has no variant for the label `grumpy`");
        assert_eq!(error.downcast_ref::<UnknownLabel>().unwrap().label, "grumpy");
    }

    #[test]
    fn an_unknown_text_is_not_shown_but_can_be_asked_for() {
        let error = decode_text("Mood", b"secret", &LABELS).unwrap_err();
        assert_eq!(error.to_string(), "`Mood` has no variant for a text of 6 bytes");
        assert!(!format!("{error:?}").contains("secret"));
        assert_eq!(error.downcast_ref::<UnknownLabel>().unwrap().label, "secret");
    }

    #[test]
    fn a_code_is_found_or_is_a_typed_error() {
        let codes = [(1_i16, Mood::Happy), (-1, Mood::Sad)];
        assert_eq!(decode_code("Mood", &[0xff, 0xff], &codes).unwrap(), Mood::Sad);
        let error = decode_code("Mood", &[0, 7], &codes).unwrap_err();
        assert_eq!(error.to_string(), "`Mood` has no variant for the number found");
        assert_eq!(error.downcast_ref::<UnknownCode>().unwrap().code, 7);
    }
}
