//! `tsquery`.

use std::fmt;
use std::mem;

use bytes::{BufMut, BytesMut};

use super::{Weight, quoted, write_lexeme};
use crate::error::BoxError;
use crate::types::wire::{self, Input};
use crate::types::{ColumnType, Element, PgType};

const WORD: u8 = 1;
const OPERATOR: u8 = 2;
const NOT: u8 = 1;
const AND: u8 = 2;
const OR: u8 = 3;
const PHRASE: u8 = 4;

/// `tsquery`: a search for lexemes.
///
/// PostgreSQL makes one from text with `to_tsquery`, `plainto_tsquery`, `websearch_to_tsquery`. Every `tsquery`
/// round-trips, but for the one without words: it can be read, and PostgreSQL does not receive it. The words here are lexemes already: they are not brought into their normal form.
///
/// ```
/// use cormorant::types::TsQuery;
///
/// let query = TsQuery::word("cat").and(TsQuery::prefix("ra").or(TsQuery::word("dog").not()));
/// assert_eq!(query.to_string(), "'cat' & ( 'ra':* | !'dog' )");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TsQuery {
    /// As on the wire: each operator before its operands, the right one first.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Word { word: String, weights: u8, prefix: bool },
    Not,
    And,
    Or,
    Phrase(u16),
}

impl TsQuery {
    /// Searches for a lexeme.
    #[must_use]
    pub fn word(word: impl Into<String>) -> Self {
        TsQuery::leaf(word.into(), &[], false)
    }

    /// Searches for lexemes that begin so.
    #[must_use]
    pub fn prefix(word: impl Into<String>) -> Self {
        TsQuery::leaf(word.into(), &[], true)
    }

    /// Searches for a lexeme at positions with one of these weights.
    #[must_use]
    pub fn weighted(word: impl Into<String>, weights: &[Weight]) -> Self {
        TsQuery::leaf(word.into(), weights, false)
    }

    fn leaf(word: String, weights: &[Weight], prefix: bool) -> Self {
        let weights = weights.iter().fold(0, |all, weight| all | bit(*weight));
        TsQuery { nodes: vec![Node::Word { word, weights, prefix }] }
    }

    /// Searches for both.
    #[must_use]
    pub fn and(self, other: TsQuery) -> Self {
        self.join(Node::And, other)
    }

    /// Searches for either.
    #[must_use]
    pub fn or(self, other: TsQuery) -> Self {
        self.join(Node::Or, other)
    }

    /// Searches for this and, so many positions later, the other.
    #[must_use]
    pub fn followed_by(self, distance: u16, other: TsQuery) -> Self {
        self.join(Node::Phrase(distance), other)
    }

    /// Searches for documents without it.
    #[expect(
        clippy::should_implement_trait,
        reason = "`!` is as good a name, but `and` and `or` have no operator"
    )]
    #[must_use]
    pub fn not(mut self) -> Self {
        if !self.is_empty() {
            self.nodes.insert(0, Node::Not);
        }
        self
    }

    /// Whether this is the query without words, which finds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Joins two queries; one without words adds nothing.
    fn join(mut self, operator: Node, mut other: TsQuery) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let mut nodes = Vec::with_capacity(1 + self.nodes.len() + other.nodes.len());
        nodes.push(operator);
        nodes.append(&mut other.nodes);
        nodes.append(&mut self.nodes);
        TsQuery { nodes }
    }
}

impl ColumnType for TsQuery {
    const TYPE: PgType = PgType::builtin("tsquery", 3615, 3645);

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        if self.is_empty() {
            return Err("PostgreSQL does not receive a tsquery without words".into());
        }
        let start = out.len();
        out.put_i32(wire::count(self.nodes.len())?);
        for node in &self.nodes {
            match node {
                Node::Word { word, weights, prefix } => {
                    out.put_slice(&[WORD, *weights, u8::from(*prefix)]);
                    write_lexeme(word, out)?;
                }
                Node::Not => out.put_slice(&[OPERATOR, NOT]),
                Node::And => out.put_slice(&[OPERATOR, AND]),
                Node::Or => out.put_slice(&[OPERATOR, OR]),
                Node::Phrase(distance @ ..=16_384) => {
                    out.put_slice(&[OPERATOR, PHRASE]);
                    out.put_u16(*distance);
                }
                Node::Phrase(_) => return Err("the distance of two words is at most 16384".into()),
            }
        }
        wire::check_len(out.len() - start)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let count = input.count()?;
        let mut nodes = Vec::with_capacity(count.min(input.remaining() / 2));
        for _ in 0..count {
            nodes.push(read_node(&mut input)?);
        }
        input.finish()?;
        let query = TsQuery { nodes };
        if query.is_empty() || query.is_whole() {
            Ok(query)
        } else {
            Err("the tsquery lacks an operand".into())
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for TsQuery {}

impl TsQuery {
    /// Whether each operator has its operands.
    fn is_whole(&self) -> bool {
        let mut wanted = 1_usize;
        for (index, node) in self.nodes.iter().enumerate() {
            wanted = match node {
                Node::Word { .. } => wanted - 1,
                Node::Not => wanted,
                Node::And | Node::Or | Node::Phrase(_) => wanted + 1,
            };
            if wanted == 0 {
                return index + 1 == self.nodes.len();
            }
        }
        false
    }
}

fn read_node(input: &mut Input<'_>) -> Result<Node, BoxError> {
    match input.u8()? {
        WORD => {
            let (weights, prefix) = (input.u8()?, input.u8()? != 0);
            Ok(Node::Word { word: input.c_str()?.to_owned(), weights, prefix })
        }
        OPERATOR => match input.u8()? {
            NOT => Ok(Node::Not),
            AND => Ok(Node::And),
            OR => Ok(Node::Or),
            PHRASE => input.u16().map(Node::Phrase),
            _ => Err("the tsquery has an unknown operator".into()),
        },
        _ => Err("the tsquery has an unknown part".into()),
    }
}

fn bit(weight: Weight) -> u8 {
    match weight {
        Weight::A => 8,
        Weight::B => 4,
        Weight::C => 2,
        Weight::D => 1,
    }
}

/// How tightly a part of the text holds together, as PostgreSQL has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Phrase,
    Not,
    Word,
}

impl fmt::Display for TsQuery {
    /// Without recursion: a query may be deeper than the stack.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut stack: Vec<(String, Binding)> = Vec::new();
        for node in self.nodes.iter().rev() {
            let part = match node {
                Node::Word { word, weights, prefix } => (show_word(word, *weights, *prefix), Binding::Word),
                Node::Not => {
                    let operand = stack.pop().ok_or(fmt::Error)?;
                    (format!("!{}", within(operand, Binding::Not)), Binding::Not)
                }
                Node::And => binary(&mut stack, "&", Binding::And)?,
                Node::Or => binary(&mut stack, "|", Binding::Or)?,
                Node::Phrase(1) => binary(&mut stack, "<->", Binding::Phrase)?,
                Node::Phrase(distance) => binary(&mut stack, &format!("<{distance}>"), Binding::Phrase)?,
            };
            stack.push(part);
        }
        stack.iter().try_for_each(|(text, _)| f.write_str(text))
    }
}

fn binary(
    stack: &mut Vec<(String, Binding)>,
    operator: &str,
    binding: Binding,
) -> Result<(String, Binding), fmt::Error> {
    let (right, left) = (stack.pop().ok_or(fmt::Error)?, stack.pop().ok_or(fmt::Error)?);
    // `a <-> (b <-> c)` is not the same as `(a <-> b) <-> c`.
    let right_binding = if binding == Binding::Phrase { Binding::Not } else { binding };
    let mut text = within(left, binding);
    text.push(' ');
    text.push_str(operator);
    text.push(' ');
    text.push_str(&within(right, right_binding));
    Ok((text, binding))
}

/// An operand, in parentheses if it holds together less tightly than its operator.
fn within((mut text, binding): (String, Binding), operator: Binding) -> String {
    if binding >= operator { mem::take(&mut text) } else { format!("( {text} )") }
}

fn show_word(word: &str, weights: u8, prefix: bool) -> String {
    let mut text = quoted(word);
    if prefix || weights != 0 {
        text.push(':');
    }
    if prefix {
        text.push('*');
    }
    for (weight, letter) in [(Weight::A, 'A'), (Weight::B, 'B'), (Weight::C, 'C'), (Weight::D, 'D')] {
        if weights & bit(weight) != 0 {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn a_tsquery_is_operators_before_their_operands_the_right_one_first() {
        let query = TsQuery::word("a").and(TsQuery::prefix("b").not());
        #[rustfmt::skip]
        check::bytes(&query, &[
            0, 0, 0, 4,
            OPERATOR, AND,
            OPERATOR, NOT,
            WORD, 0, 1, b'b', 0,
            WORD, 0, 0, b'a', 0,
        ]);
        let phrase = TsQuery::word("a").followed_by(2, TsQuery::weighted("b", &[Weight::A, Weight::D]));
        let bytes = [0, 0, 0, 3, OPERATOR, PHRASE, 0, 2, WORD, 9, 0, b'b', 0, WORD, 0, 0, b'a', 0];
        check::bytes(&phrase, &bytes);
    }

    #[test]
    fn a_query_without_words_is_read_and_not_sent() {
        assert!(TsQuery::decode(&[0; 4]).unwrap().is_empty());
        check::unsendable(&TsQuery::default(), "PostgreSQL does not receive a tsquery without words");
    }

    #[test]
    fn parentheses_stand_where_they_are_needed() {
        let word = TsQuery::word;
        let show = |query: TsQuery| query.to_string();
        assert_eq!(show(word("a").or(word("b")).and(word("c"))), "( 'a' | 'b' ) & 'c'");
        assert_eq!(show(word("a").or(word("b").and(word("c")))), "'a' | 'b' & 'c'");
        assert_eq!(show(word("a").and(word("b")).not()), "!( 'a' & 'b' )");
        assert_eq!(
            show(word("a").followed_by(1, word("b").followed_by(3, word("c")))),
            "'a' <-> ( 'b' <3> 'c' )"
        );
        assert_eq!(show(TsQuery::weighted("it's", &[Weight::B])), "'it''s':B");
        assert_eq!(show(TsQuery::default()), "");
    }

    #[test]
    fn an_empty_query_adds_nothing() {
        let word = || TsQuery::word("a");
        assert_eq!(TsQuery::default().and(word()), word());
        assert_eq!(word().or(TsQuery::default()), word());
        assert!(TsQuery::default().not().is_empty());
    }

    #[test]
    fn a_deep_query_does_not_end_the_stack() {
        let deep = (0..20_000).fold(TsQuery::word("a"), |query, _| query.not());
        assert_eq!(TsQuery::decode(&check::encoded(&deep)).unwrap(), deep);
        assert!(deep.to_string().ends_with("!'a'"));
    }

    #[test]
    fn broken_bytes_are_refused() {
        let lacks = "the tsquery lacks an operand";
        check::refused::<TsQuery>(&[0, 0, 0, 1, OPERATOR, AND], lacks);
        check::refused::<TsQuery>(&[0, 0, 0, 2, WORD, 0, 0, 0, WORD, 0, 0, 0], lacks);
        check::refused::<TsQuery>(&[0, 0, 0, 1, OPERATOR, 9], "the tsquery has an unknown operator");
        check::refused::<TsQuery>(&[0, 0, 0, 1, 9], "the tsquery has an unknown part");
    }
}
