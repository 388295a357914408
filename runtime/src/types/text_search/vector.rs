//! `tsvector`.

use std::fmt;

use bytes::{BufMut, BytesMut};

use super::{Weight, quoted, write_lexeme};
use crate::error::BoxError;
use crate::types::wire::{self, Input};
use crate::types::{ColumnType, Element, PgType};

/// `tsvector`: a document made ready for search, as sorted lexemes with their positions.
///
/// PostgreSQL makes one from text with `to_tsvector`; most columns of this type are generated, and only read.
/// Every `tsvector` round-trips.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TsVector {
    lexemes: Vec<Lexeme>,
}

/// A word of a [`TsVector`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lexeme {
    /// The word, in its normal form.
    pub word: String,
    /// Where it stands, in ascending order; empty if the positions were stripped.
    pub positions: Vec<Position>,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Counted from 1 to 16383, which also stands for all that is beyond.
    pub at: u16,
    /// How much it counts.
    pub weight: Weight,
}

impl TsVector {
    /// A document of these lexemes, which are sorted; of those with the same word the last remains.
    #[must_use]
    pub fn new(lexemes: impl IntoIterator<Item = Lexeme>) -> Self {
        let sorted: std::collections::BTreeMap<_, _> =
            lexemes.into_iter().map(|lexeme| (lexeme.word, lexeme.positions)).collect();
        let lexemes = sorted.into_iter().map(|(word, positions)| Lexeme { word, positions }).collect();
        TsVector { lexemes }
    }

    /// The lexemes, sorted by word.
    #[must_use]
    pub fn lexemes(&self) -> &[Lexeme] {
        &self.lexemes
    }
}

impl ColumnType for TsVector {
    const TYPE: PgType = PgType::builtin("tsvector", 3614, 3643);

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let start = out.len();
        out.put_i32(wire::count(self.lexemes.len())?);
        for Lexeme { word, positions } in &self.lexemes {
            write_lexeme(word, out)?;
            out.put_u16(count_positions(positions)?);
            positions.iter().for_each(|position| out.put_u16(position.to_wire()));
        }
        wire::check_len(out.len() - start)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let count = input.count()?;
        // A lexeme takes three bytes at least.
        let mut lexemes = Vec::with_capacity(count.min(input.remaining() / 3));
        for _ in 0..count {
            let word = input.c_str()?.to_owned();
            let count = input.u16()?;
            let positions =
                (0..count).map(|_| input.u16().map(Position::from_wire)).collect::<Result<_, _>>()?;
            lexemes.push(Lexeme { word, positions });
        }
        input.finish()?;
        Ok(TsVector { lexemes })
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for TsVector {}

impl Position {
    /// The weight in the two highest bits.
    fn to_wire(self) -> u16 {
        let weight = match self.weight {
            Weight::A => 3,
            Weight::B => 2,
            Weight::C => 1,
            Weight::D => 0,
        };
        (weight << 14) | (self.at & 0x3fff)
    }

    fn from_wire(wire: u16) -> Self {
        let weight = [Weight::D, Weight::C, Weight::B, Weight::A][usize::from(wire >> 14)];
        Position { at: wire & 0x3fff, weight }
    }
}

fn count_positions(positions: &[Position]) -> Result<u16, BoxError> {
    if positions.iter().any(|position| !(1..=0x3fff).contains(&position.at)) {
        return Err("positions in a tsvector are from 1 to 16383".into());
    }
    if !positions.is_sorted_by(|left, right| left.at < right.at) {
        return Err("positions in a tsvector must ascend".into());
    }
    match u16::try_from(positions.len()) {
        Ok(count @ ..=255) => Ok(count),
        _ => Err("a lexeme has at most 255 positions".into()),
    }
}

impl fmt::Display for TsVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Lexeme { word, positions }) in self.lexemes.iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            write!(f, "{space}{}", quoted(word))?;
            for (index, Position { at, weight }) in positions.iter().enumerate() {
                let before = if index > 0 { "," } else { ":" };
                write!(f, "{before}{at}{}", weight.letter())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    fn lexeme(word: &str, positions: &[(u16, Weight)]) -> Lexeme {
        let positions = positions.iter().map(|&(at, weight)| Position { at, weight }).collect();
        Lexeme { word: word.to_owned(), positions }
    }

    #[test]
    fn a_tsvector_is_words_and_positions_with_weights() {
        let vector = TsVector::new([lexeme("cat", &[(1, Weight::A), (5, Weight::D)]), lexeme("b'", &[])]);
        #[rustfmt::skip]
        check::bytes(&vector, &[
            0, 0, 0, 2,
            b'b', b'\'', 0,  0, 0,
            b'c', b'a', b't', 0,  0, 2,  0xc0, 1,  0, 5,
        ]);
        assert_eq!(vector.to_string(), "'b''' 'cat':1A,5");
    }

    #[test]
    fn what_postgresql_would_refuse_is_refused() {
        let vector = |positions: &[(u16, Weight)]| TsVector::new([lexeme("a", positions)]);
        check::unsendable(&vector(&[(0, Weight::D)]), "positions in a tsvector are from 1 to 16383");
        check::unsendable(&vector(&[(2, Weight::D), (2, Weight::A)]), "positions in a tsvector must ascend");
        let many: Vec<_> = (1..=256).map(|at| (at, Weight::D)).collect();
        check::unsendable(&vector(&many), "a lexeme has at most 255 positions");
        let long = TsVector::new([lexeme(&"a".repeat(2047), &[])]);
        check::unsendable(&long, "a lexeme has at most 2046 bytes, this one has 2047");
        check::refused::<TsVector>(&[0x7f, 0, 0, 0], "the value ends too early");
    }
}
