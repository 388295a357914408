//! Arbitrary trees.

use cormorant::sql::{BinaryOp, PostfixOp, Quantifier, UnaryOp};
use cormorant::types::ColumnType;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use super::node::{Number, Text, Truth, number, text, truth};

/// How deep trees are.
const DEPTH: usize = 5;

/// Trees of one depth, by type.
#[derive(Clone)]
struct Level {
    number: BoxedStrategy<Number>,
    truth: BoxedStrategy<Truth>,
    text: BoxedStrategy<Text>,
}

/// A tree of any type, as text.
pub(super) fn tree() -> impl Strategy<Value = Text> {
    let level = (0..DEPTH).fold(leaves(), |level, _| deeper(&level));
    prop_oneof![
        level.number.prop_map(Number::text),
        level.truth.prop_map(Truth::text),
        level.text.prop_map(Text::collate),
    ]
}

fn leaves() -> Level {
    let value = prop_oneof![1 => Just(None), 9 => (-9_i64..=9).prop_map(Some)];
    let texts = select(vec!["", "a", "b'", "'", "--", "$1", "/*", "\"", "\\", "a%"]);
    Level {
        number: (value, any::<bool>()).prop_map(|(value, written)| number(value, written)).boxed(),
        truth: any::<(Option<bool>, bool)>().prop_map(|(value, written)| truth(value, written)).boxed(),
        text: (texts, any::<bool>()).prop_map(|(value, written)| text(value, written)).boxed(),
    }
}

fn deeper(level: &Level) -> Level {
    let leaves = leaves();
    Level {
        number: prop_oneof![1 => leaves.number, 5 => numbers(level)].boxed(),
        truth: prop_oneof![1 => leaves.truth, 3 => comparisons(level), 4 => truths(level)].boxed(),
        text: prop_oneof![1 => leaves.text, 3 => texts(level)].boxed(),
    }
}

fn comparison() -> impl Strategy<Value = BinaryOp> {
    use BinaryOp::{Eq, Ge, Gt, Le, Lt, Ne};
    select(vec![Eq, Ne, Lt, Le, Gt, Ge])
}

fn comparison_with_null() -> impl Strategy<Value = BinaryOp> {
    prop_oneof![comparison(), select(vec![BinaryOp::IsDistinctFrom, BinaryOp::IsNotDistinctFrom])]
}

fn null_test() -> impl Strategy<Value = PostfixOp> {
    select(vec![PostfixOp::IsNull, PostfixOp::IsNotNull])
}

fn numbers(level: &Level) -> BoxedStrategy<Number> {
    use BinaryOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Rem, Sub};
    let Level { number, truth, text } = level.clone();
    let n = || number.clone();
    prop_oneof![
        5 => (n(), select(vec![Add, Sub, Mul, Div, Rem, BitAnd, BitOr, BitXor]), n())
            .prop_map(|(left, op, right)| left.arithmetic(op, right)),
        3 => (n(), select(vec![UnaryOp::Neg, UnaryOp::BitNot])).prop_map(|(it, op)| it.unary(op)),
        1 => vec(n(), 2..4).prop_map(Number::sum),
        1 => n().prop_map(Number::cast),
        1 => (vec(n(), 1..4), 0..4_usize).prop_map(|(array, index)| Number::element(&array, index)),
        1 => n().prop_map(Number::subquery),
        1 => n().prop_map(Number::seconds),
        1 => (n(), truth, n()).prop_map(|(then, condition, other)| then.case(condition, other)),
        1 => (n(), n()).prop_map(|(first, second)| first.or(second)),
        1 => text.prop_map(Text::length),
    ]
    .boxed()
}

fn comparisons(level: &Level) -> BoxedStrategy<Truth> {
    let Level { number, truth, text } = level.clone();
    let n = || number.clone();
    let quantifier = select(vec![Quantifier::Any, Quantifier::All]);
    let like = select(vec![BinaryOp::Like, BinaryOp::NotLike]);
    prop_oneof![
        3 => (n(), comparison_with_null(), n()).prop_map(|(left, op, right)| left.compare(op, right)),
        3 => (truth.clone(), comparison_with_null(), truth).prop_map(|(left, op, right)| left.compare(op, right)),
        1 => (text.clone(), comparison_with_null(), text.clone())
            .prop_map(|(left, op, right)| left.collate().compare(op, right)),
        2 => (n(), n(), n(), any::<bool>())
            .prop_map(|(it, low, high, negated)| it.between(low, high, negated)),
        1 => (n(), comparison(), quantifier, vec(n(), 1..4))
            .prop_map(|(it, op, quantifier, array)| it.quantified(op, quantifier, &array, i64::TYPE)),
        1 => (text.clone(), text.clone(), text.clone(), any::<bool>())
            .prop_map(|(it, low, high, negated)| it.between(low.collate(), high.collate(), negated)),
        1 => (n(), vec(n(), 1..4), any::<bool>()).prop_map(|(it, rows, negated)| it.within(&rows, negated)),
        1 => (text.clone(), like, text).prop_map(|(it, op, pattern)| it.like(op, pattern)),
        1 => (n(), null_test()).prop_map(|(it, op)| it.null_test(op)),
    ]
    .boxed()
}

fn truths(level: &Level) -> BoxedStrategy<Truth> {
    use PostfixOp::{IsFalse, IsNotFalse, IsNotTrue, IsNotUnknown, IsTrue, IsUnknown};
    let it = || level.truth.clone();
    let word = || select(vec![BinaryOp::And, BinaryOp::Or]);
    prop_oneof![
        3 => it().prop_map(Truth::not),
        3 => (it(), word(), it()).prop_map(|(left, op, right)| left.both(op, right)),
        2 => (word(), vec(it(), 1..4)).prop_map(|(op, parts)| Truth::chain(op, parts)),
        2 => (it(), select(vec![IsTrue, IsNotTrue, IsFalse, IsNotFalse, IsUnknown, IsNotUnknown]))
            .prop_map(|(it, op)| it.is(op)),
        1 => (it(), null_test()).prop_map(|(it, op)| it.null_test(op)),
    ]
    .boxed()
}

fn texts(level: &Level) -> BoxedStrategy<Text> {
    let Level { number, truth, text } = level.clone();
    prop_oneof![
        3 => vec(text.clone(), 1..4).prop_map(Text::concat),
        1 => text.clone().prop_map(Text::collate),
        2 => number.prop_map(Number::text),
        1 => (text.clone(), truth, text).prop_map(|(then, condition, other)| then.case(condition, other)),
    ]
    .boxed()
}
