//! `Vec<T>` and `Vec<Option<T>>` as array columns.
//!
//! Refused on reading, as a `Vec` could not say it: more than one dimension, a first index other than 1, and
//! NULL among the elements of a `Vec<T>`.

use bytes::{BufMut, BytesMut};

use crate::error::BoxError;
use crate::types::wire::{self, Input};
use crate::types::{ColumnType, Element, PgType, builtin};

/// Number of dimensions, whether there are NULLs, number of the element type.
pub(super) const EMPTY_HEADER: usize = 12;
/// The same and the length and the first index of the one dimension.
pub(super) const HEADER: usize = 20;

impl<T: Element> ColumnType for Vec<T> {
    const TYPE: PgType = T::TYPE.array();

    fn accepts(oid: u32) -> bool {
        accepts_array::<T>(oid)
    }

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        encode(self.iter().map(Some), out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let elements = Elements::read::<T>(bytes)?;
        let mut values = Vec::with_capacity(elements.capacity());
        elements.each(|element| {
            let bytes = element.ok_or("the array has a NULL element: `Vec<Option<_>>` can hold it")?;
            values.push(T::decode(bytes)?);
            Ok(())
        })?;
        Ok(values)
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(left, right)| left.same(right))
    }

    fn stored(self) -> Self {
        self.into_iter().map(T::stored).collect()
    }
}

impl<T: Element> ColumnType for Vec<Option<T>> {
    const TYPE: PgType = T::TYPE.array();

    fn accepts(oid: u32) -> bool {
        accepts_array::<T>(oid)
    }

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        encode(self.iter().map(Option::as_ref), out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let elements = Elements::read::<T>(bytes)?;
        let mut values = Vec::with_capacity(elements.capacity());
        elements.each(|element| {
            values.push(element.map(T::decode).transpose()?);
            Ok(())
        })?;
        Ok(values)
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.iter().zip(other).all(|pair| match pair {
                (Some(left), Some(right)) => left.same(right),
                (left, right) => left.is_none() && right.is_none(),
            })
    }

    fn stored(self) -> Self {
        self.into_iter().map(|element| element.map(T::stored)).collect()
    }
}

fn accepts_array<T: ColumnType>(oid: u32) -> bool {
    match builtin::element_of(oid) {
        Some(element) => T::accepts(element),
        None => oid >= wire::FIRST_USER_OID && T::accepts(oid),
    }
}

fn encode<'a, T: ColumnType>(
    values: impl ExactSizeIterator<Item = Option<&'a T>> + Clone,
    out: &mut BytesMut,
) -> Result<(), BoxError> {
    let len = values.len();
    let has_null = values.clone().any(|value| value.is_none());
    put_header(T::TYPE, len, has_null, out)?;
    let start = out.len();
    for value in values {
        match value {
            Some(value) => wire::write_framed(out, |out| value.encode(out))?,
            None => out.put_i32(-1),
        }
        wire::check_len(out.len() - start)?;
    }
    Ok(())
}

/// Writes the header of an array with this many elements.
pub(super) fn put_header(
    element: PgType,
    len: usize,
    has_null: bool,
    out: &mut BytesMut,
) -> Result<(), BoxError> {
    if element.is_array {
        return Err("PostgreSQL has no arrays of arrays".into());
    }
    out.put_i32(i32::from(len > 0));
    out.put_i32(i32::from(has_null));
    out.put_u32(element.oid);
    if len > 0 {
        out.put_i32(wire::count(len)?);
        out.put_i32(1);
    }
    Ok(())
}

/// The elements of an array on the wire.
pub(super) struct Elements<'a> {
    pub(super) len: usize,
    pub(super) has_null: bool,
    element_oid: u32,
    input: Input<'a>,
}

impl<'a> Elements<'a> {
    /// Reads the header.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let dimensions = input.i32()?;
        let has_null = input.i32()? != 0;
        let element_oid = input.u32()?;
        let len = match dimensions {
            0 => 0,
            1 => {
                let len = input.count()?;
                let first = input.i32()?;
                if first != 1 {
                    return Err(
                        format!("the array's first index is {first}, not 1: a `Vec` cannot say so").into()
                    );
                }
                len
            }
            more => return Err(format!("the array has {more} dimensions: a `Vec` holds one").into()),
        };
        Ok(Elements { len, has_null, element_oid, input })
    }

    fn read<T: ColumnType>(bytes: &'a [u8]) -> Result<Self, BoxError> {
        let elements = Elements::new(bytes)?;
        let oid = elements.element_oid;
        if oid == T::TYPE.oid || T::TYPE.is_named() || T::accepts(oid) {
            return Ok(elements);
        }
        Err(format!("the array's elements are of type number {oid}, not {}", T::TYPE).into())
    }

    /// How much room to make: each element takes four bytes at least, whatever the header says.
    fn capacity(&self) -> usize {
        self.len.min(self.input.remaining() / 4)
    }

    /// The elements as they came, each behind its length.
    pub(super) fn framed(&self) -> &'a [u8] {
        self.input.rest()
    }

    /// Gives each element to `read`; `None` is NULL.
    pub(super) fn each(
        mut self,
        mut read: impl FnMut(Option<&'a [u8]>) -> Result<(), BoxError>,
    ) -> Result<(), BoxError> {
        for _ in 0..self.len {
            read(self.input.value()?)?;
        }
        self.input.finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::types::{ColumnType, PgType, check};

    #[test]
    fn an_array_is_a_header_and_framed_elements() {
        #[rustfmt::skip]
        check::bytes(&vec![Some(1_i16), None], &[
            0, 0, 0, 1,  0, 0, 0, 1,  0, 0, 0, 21,  0, 0, 0, 2,  0, 0, 0, 1,
            0, 0, 0, 2,  0, 1,  0xff, 0xff, 0xff, 0xff,
        ]);
        #[rustfmt::skip]
        check::bytes(&vec!["a".to_owned()], &[
            0, 0, 0, 1,  0, 0, 0, 0,  0, 0, 0, 25,  0, 0, 0, 1,  0, 0, 0, 1,
            0, 0, 0, 1,  b'a',
        ]);
        check::bytes(&Vec::<i64>::new(), &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20]);
        check::bytes(&vec![vec![1_u8], vec![]], &check::encoded(&vec![Some(vec![1_u8]), Some(vec![])]));
    }

    #[test]
    fn the_type_of_an_array_is_its_elements_array_type() {
        assert_eq!(Vec::<i32>::TYPE.oid, 1007);
        assert_eq!(Vec::<Option<Vec<u8>>>::TYPE.oid, 1001);
        assert_eq!(Vec::<String>::TYPE.to_string(), "text[]");
        assert_eq!(PgType::named(Some("app"), "mood").array().to_string(), "app.mood[]");
    }

    #[test]
    fn arrays_of_accepted_elements_are_accepted() {
        assert!([1015, 1014, 1003, 20000].into_iter().all(Vec::<String>::accepts));
        assert!(Vec::<Option<i64>>::accepts(1007) && !Vec::<i32>::accepts(1016));
        assert!(!Vec::<i32>::accepts(20000) && !Vec::<String>::accepts(25));
    }

    #[test]
    fn null_in_an_array_needs_option() {
        check::refused::<Vec<i32>>(
            &check::encoded(&vec![Some(1), None]),
            "the array has a NULL element: `Vec<Option<_>>` can hold it",
        );
    }

    #[test]
    fn what_a_vec_cannot_say_is_refused() {
        let mut array = check::encoded(&vec![7_i32]);
        array[19] = 5;
        check::refused::<Vec<i32>>(&array, "the array's first index is 5, not 1: a `Vec` cannot say so");
        array[3] = 2;
        check::refused::<Vec<i32>>(&array, "the array has 2 dimensions: a `Vec` holds one");
        check::refused::<Vec<i64>>(
            &check::encoded(&vec!["a".to_owned()]),
            "the array's elements are of type number 25, not int8",
        );
    }

    #[test]
    fn lying_headers_neither_panic_nor_allocate() {
        let mut array = check::encoded(&vec![7_i32]);
        array[12..16].copy_from_slice(&i32::MAX.to_be_bytes());
        check::refused::<Vec<i32>>(&array, "the value ends too early");
        array[12..16].copy_from_slice(&(-1_i32).to_be_bytes());
        check::refused::<Vec<i32>>(&array, "the value has a negative count");
        array[12..16].copy_from_slice(&0_i32.to_be_bytes());
        check::refused::<Vec<i32>>(&array, "the value is longer than its type");
        check::refused::<Vec<i32>>(&[0, 0], "the value ends too early");
    }

    #[test]
    fn arrays_compare_by_element() {
        assert!(vec![f64::NAN, 0.0].same(&vec![f64::NAN, -0.0]));
        assert!(!vec![1_i32].same(&vec![1, 2]));
        assert!(!vec![Some(1_i32), None].same(&vec![None, Some(1)]));
        assert!(vec![Some(1_i32), None].same(&vec![Some(1), None]));
    }
}
