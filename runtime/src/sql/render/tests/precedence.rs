//! Parentheses: where the tree and the text would part without them, and nowhere else.

use crate::sql::{
    BinaryOp, Constant, Expr, PostfixOp, Qualifier, Quantifier, RawPart, Select, SelectBody, TypeName,
    UnaryOp,
};
use crate::types::{ColumnType, Param, PgType};

fn c(name: &'static str) -> Expr {
    Expr::column(Qualifier::None, name)
}

fn op(left: Expr, op: BinaryOp, right: Expr) -> Expr {
    Expr::binary(left, op, right)
}

fn neg(expr: Expr) -> Expr {
    Expr::unary(UnaryOp::Neg, expr)
}

fn not(expr: Expr) -> Expr {
    Expr::unary(UnaryOp::Not, expr)
}

fn int(n: i64) -> Expr {
    Expr::Constant(Constant::Integer(n))
}

#[track_caller]
fn is(expr: &Expr, sql: &str) {
    // Names without their quotes are easier to read here.
    assert_eq!(expr.render().sql.replace('"', ""), sql);
}

#[test]
fn comparisons_do_not_chain() {
    for op_ in [BinaryOp::Eq, BinaryOp::Lt, BinaryOp::Like, BinaryOp::IsDistinctFrom] {
        let inner = || op(c("a"), op_, c("b"));
        let token = op_.token();
        is(&op(inner(), op_, inner()), &format!("(a {token} b) {token} (a {token} b)"));
    }
    is(&Expr::postfix(Expr::postfix(c("a"), PostfixOp::IsNull), PostfixOp::IsTrue), "(a IS NULL) IS TRUE");
}

#[test]
fn left_associative_operators_take_parentheses_on_the_right_only() {
    use BinaryOp::{Add, Concat, JsonGet, JsonGetText, Mul, Pow, Sub};
    is(&op(op(c("a"), Sub, c("b")), Sub, c("c")), "a - b - c");
    is(&op(c("a"), Sub, op(c("b"), Sub, c("c"))), "a - (b - c)");
    is(&op(c("a"), Sub, op(c("b"), Add, c("c"))), "a - (b + c)");
    is(&op(op(c("a"), Add, c("b")), Mul, c("c")), "(a + b) * c");
    is(&op(c("a"), Add, op(c("b"), Mul, c("c"))), "a + b * c");
    is(&op(c("a"), Pow, op(c("b"), Pow, c("c"))), "a ^ (b ^ c)");
    is(&op(op(c("a"), JsonGet, c("b")), JsonGetText, c("c")), "a -> b ->> c");
    is(&op(c("a"), Concat, op(c("b"), JsonGetText, c("c"))), "a || (b ->> c)");
    is(&op(c("a"), Concat, op(c("b"), Add, c("c"))), "a || b + c");
}

#[test]
fn chains_of_one_operator_stay_flat() {
    let and = |parts| Expr::Chain(BinaryOp::And, parts);
    is(&and(vec![c("a"), and(vec![c("b"), c("c")]), c("d")]), "a AND (b AND c) AND d");
    is(&Expr::all([c("a"), and(vec![c("b"), c("c")]), c("d")]).expect("has parts"), "a AND b AND c AND d");
    is(&and(vec![Expr::Chain(BinaryOp::Or, vec![c("a"), c("b")]), c("c")]), "(a OR b) AND c");
    is(&not(and(vec![Expr::Chain(BinaryOp::Or, vec![c("a")])])), "NOT a");
}

#[test]
fn not_binds_weaker_than_comparisons_and_tighter_than_and() {
    is(&not(op(c("a"), BinaryOp::Eq, c("b"))), "NOT a = b");
    is(&op(not(c("a")), BinaryOp::Eq, not(c("b"))), "(NOT a) = (NOT b)");
    is(&Expr::Chain(BinaryOp::And, vec![c("a"), not(c("b"))]), "a AND NOT b");
    is(&not(Expr::Chain(BinaryOp::And, vec![c("a"), c("b")])), "NOT (a AND b)");
    is(&not(not(c("a"))), "NOT NOT a");
    is(&Expr::postfix(not(c("a")), PostfixOp::IsNull), "(NOT a) IS NULL");
    is(&not(Expr::postfix(c("a"), PostfixOp::IsNull)), "NOT a IS NULL");
}

#[test]
fn a_minus_never_becomes_a_comment() {
    is(&neg(neg(c("a"))), "-(-a)");
    is(&neg(int(-1)), "-(-1)");
    is(&op(c("a"), BinaryOp::Sub, neg(c("b"))), "a - -b");
    is(&op(c("a"), BinaryOp::Sub, int(-1)), "a - -1");
    is(&Expr::unary(UnaryOp::BitNot, neg(c("a"))), "~ -a");
    is(&Expr::unary(UnaryOp::BitNot, Expr::unary(UnaryOp::BitNot, c("a"))), "~ (~ a)");
    is(&neg(Expr::Raw(vec![RawPart::Sql("-1".into())])), "-(-1)");
}

#[test]
fn a_minus_binds_tighter_than_a_power_and_weaker_than_a_cast() {
    is(&op(neg(c("a")), BinaryOp::Pow, c("b")), "-a ^ b");
    is(&neg(op(c("a"), BinaryOp::Pow, c("b"))), "-(a ^ b)");
    is(&Expr::cast(neg(c("a")), i64::TYPE), "(-a)::int8");
    is(&neg(Expr::cast(c("a"), i64::TYPE)), "-a::int8");
    is(&Expr::cast(int(-5), i64::TYPE), "(-5)::int8");
    is(&Expr::cast(int(i64::MIN), i64::TYPE), "'-9223372036854775808'::int8::int8");
}

#[test]
fn prefix_operators_bind_like_their_infix_kin() {
    let inverted = || Expr::unary(UnaryOp::BitNot, c("a"));
    is(&op(inverted(), BinaryOp::Add, c("b")), "(~ a) + b");
    is(&Expr::unary(UnaryOp::BitNot, op(c("a"), BinaryOp::Add, c("b"))), "~ a + b");
    is(&op(inverted(), BinaryOp::Concat, inverted()), "~ a || (~ a)");
}

#[test]
fn casts_collations_and_time_zones_have_their_ranks() {
    let zone = |expr| Expr::AtTimeZone(Box::new(expr), Box::new(c("z")));
    let collate = |expr| Expr::Collate(Box::new(expr), "C".into());
    is(&Expr::cast(op(c("a"), BinaryOp::Add, c("b")), String::TYPE), "(a + b)::text");
    is(&Expr::cast(Expr::cast(c("a"), i64::TYPE), String::TYPE), "a::int8::text");
    is(&op(c("a"), BinaryOp::Sub, zone(c("b"))), "a - b AT TIME ZONE z");
    is(&zone(op(c("a"), BinaryOp::Sub, c("b"))), "(a - b) AT TIME ZONE z");
    is(&zone(zone(c("a"))), "a AT TIME ZONE z AT TIME ZONE z");
    is(&Expr::AtTimeZone(Box::new(c("a")), Box::new(zone(c("b")))), "a AT TIME ZONE (b AT TIME ZONE z)");
    is(&collate(op(c("a"), BinaryOp::Concat, c("b"))), "(a || b) COLLATE C");
    is(&op(c("a"), BinaryOp::Concat, collate(c("b"))), "a || b COLLATE C");
    is(&neg(collate(c("a"))), "-(a COLLATE C)");
    is(&collate(zone(c("a"))), "(a AT TIME ZONE z) COLLATE C");
    is(&zone(collate(c("a"))), "a COLLATE C AT TIME ZONE z");
}

#[test]
fn only_columns_and_parameters_are_subscripted_bare() {
    let at = |expr| Expr::Subscript(Box::new(expr), Box::new(int(1)));
    let slice = Expr::Slice(Box::new(c("a")), None, Some(Box::new(Expr::cast(c("b"), i32::TYPE))));
    is(&at(c("a")), "a[1]");
    is(&at(at(c("a"))), "a[1][1]");
    is(&at(Expr::Param(Param::new(&vec![1_i32]))), "$1[1]");
    is(&at(Expr::Param(Param::null(PgType::named(None, "m").array()))), "($1::m[])[1]");
    is(&at(Expr::Call(Box::new(crate::sql::Call::new("f", vec![])))), "(f())[1]");
    is(&at(Expr::Array(vec![c("a")], i64::TYPE.into())), "(ARRAY[a]::int8[])[1]");
    is(&at(Expr::cast(c("a"), i64::TYPE.array())), "(a::int8[])[1]");
    is(&Expr::cast(at(c("a")), i64::TYPE), "a[1]::int8");
    is(&neg(at(c("a"))), "-a[1]");
    is(&slice, "a[:b::int4]");
    is(&Expr::Slice(Box::new(c("a")), None, None), "a[:]");
}

#[test]
fn the_and_of_between_is_not_mistaken() {
    let between = |expr, low, high| Expr::Between {
        expr: Box::new(expr),
        low: Box::new(low),
        high: Box::new(high),
        negated: false,
        symmetric: false,
    };
    let and = || Expr::Chain(BinaryOp::And, vec![c("x"), c("y")]);
    let sum = || op(c("x"), BinaryOp::Add, c("y"));
    is(&between(sum(), sum(), sum()), "x + y BETWEEN (x + y) AND x + y");
    is(&between(and(), and(), and()), "(x AND y) BETWEEN (x AND y) AND (x AND y)");
    let low = Expr::AtTimeZone(Box::new(c("x")), Box::new(c("z")));
    is(&between(c("a"), low, neg(c("b"))), "a BETWEEN (x AT TIME ZONE z) AND -b");
    let inner = between(c("a"), c("b"), c("c"));
    is(&between(inner.clone(), c("d"), inner), "(a BETWEEN b AND c) BETWEEN d AND (a BETWEEN b AND c)");
}

#[test]
fn quantified_comparisons_are_comparisons() {
    let any = |left, op| Expr::Quantified(Box::new(left), op, Quantifier::Any, Box::new(c("l")));
    is(&any(op(c("a"), BinaryOp::Add, c("b")), BinaryOp::Eq), "a + b = ANY(l)");
    is(&any(op(c("a"), BinaryOp::Eq, c("b")), BinaryOp::Eq), "(a = b) = ANY(l)");
    is(
        &op(any(c("a"), BinaryOp::Lt), BinaryOp::Eq, any(c("b"), BinaryOp::Like)),
        "(a < ANY(l)) = b LIKE ANY(l)",
    );
    let query = Select { body: SelectBody::Values(vec![vec![c("x")]]), ..Select::default() };
    let cast = Expr::cast(Expr::Subquery(Box::new(query)), TypeName::from(i64::TYPE.array()));
    let array = Expr::Quantified(Box::new(c("a")), BinaryOp::Eq, Quantifier::Any, Box::new(cast));
    is(&array, "a = ANY((VALUES (x))::int8[])");
}

#[test]
fn raw_text_is_in_parentheses_beside_operators_and_keeps_its_words_apart() {
    let raw = |text: &'static str| Expr::Raw(vec![RawPart::Sql(text.into())]);
    is(&raw("a OR b"), "a OR b");
    is(&Expr::Chain(BinaryOp::And, vec![raw("a OR b"), c("x")]), "(a OR b) AND x");
    is(&Expr::cast(raw("a"), i64::TYPE), "(a)::int8");
    let parts = Expr::Raw(vec![
        RawPart::Sql("LIMIT".into()),
        RawPart::Expr(Expr::Param(Param::new(&1_i64))),
        RawPart::Sql("0 + ".into()),
        RawPart::Expr(op(c("a"), BinaryOp::Add, c("b"))),
    ]);
    is(&parts, "LIMIT $1 0 + (a + b)");
}
