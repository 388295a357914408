//! An expression and its value, made side by side.

use cormorant::sql::{BinaryOp, Call, Constant, Expr, PostfixOp, Quantifier, Select, SelectBody, UnaryOp};
use cormorant::types::{ColumnType, Param, PgType};

/// No value: the server would refuse, or PostgreSQL's order of evaluation decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Undefined;

/// What an expression is worth; `None` is NULL.
pub(super) type Worth<T> = Result<Option<T>, Undefined>;

/// An expression of one type, and its value.
#[derive(Clone, Debug)]
pub(super) struct Node<T> {
    pub(super) expr: Expr,
    pub(super) value: Worth<T>,
}

pub(super) type Number = Node<i64>;
pub(super) type Truth = Node<bool>;
pub(super) type Text = Node<String>;

const INTERVAL: PgType = PgType::builtin("interval", 1186, 1187);

impl<T> Node<T> {
    pub(super) fn new(expr: Expr, value: Option<T>) -> Self {
        Node { expr, value: Ok(value) }
    }

    /// `f` of one value; NULL stays NULL.
    fn map<U>(self, expr: impl FnOnce(Expr) -> Expr, f: impl FnOnce(T) -> Option<U>) -> Node<U> {
        let value = match self.value {
            Ok(Some(value)) => f(value).map(Some).ok_or(Undefined),
            Ok(None) => Ok(None),
            Err(Undefined) => Err(Undefined),
        };
        Node { expr: expr(self.expr), value }
    }

    /// `f` of two values; NULL with anything is NULL.
    fn zip<U>(self, op: BinaryOp, other: Node<T>, f: impl FnOnce(T, T) -> Option<U>) -> Node<U> {
        let value = strict(self.value, other.value, f);
        Node { expr: Expr::binary(self.expr, op, other.expr), value }
    }
}

fn strict<T, U>(left: Worth<T>, right: Worth<T>, f: impl FnOnce(T, T) -> Option<U>) -> Worth<U> {
    match (left?, right?) {
        (Some(left), Some(right)) => f(left, right).map(Some).ok_or(Undefined),
        _ => Ok(None),
    }
}

impl<T: PartialOrd + Clone> Node<T> {
    pub(super) fn compare(self, op: BinaryOp, other: Node<T>) -> Truth {
        if matches!(op, BinaryOp::IsDistinctFrom | BinaryOp::IsNotDistinctFrom) {
            let value = self.value.and_then(|left| {
                let same = left == other.value?;
                Ok(Some(same == (op == BinaryOp::IsNotDistinctFrom)))
            });
            return Node { expr: Expr::binary(self.expr, op, other.expr), value };
        }
        self.zip(op, other, |left, right| Some(holds(op, &left, &right)))
    }

    pub(super) fn null_test(self, op: PostfixOp) -> Truth {
        let value = self.value.map(|value| Some(value.is_none() == (op == PostfixOp::IsNull)));
        Node { expr: Expr::postfix(self.expr, op), value }
    }

    pub(super) fn between(self, low: Node<T>, high: Node<T>, negated: bool) -> Truth {
        let above = strict(self.value.clone(), low.value, |value, low| Some(value >= low));
        let below = strict(self.value, high.value, |value, high| Some(value <= high));
        let value = all([above, below]).map(|it| it.map(|it| it != negated));
        let [expr, low, high] = [self.expr, low.expr, high.expr].map(Box::new);
        Node { expr: Expr::Between { expr, low, high, negated, symmetric: false }, value }
    }

    /// `x = ANY (..)`, and the other comparisons.
    pub(super) fn quantified(
        self,
        op: BinaryOp,
        quantifier: Quantifier,
        array: &[Node<T>],
        ty: PgType,
    ) -> Truth {
        let worths: Vec<_> = array
            .iter()
            .map(|it| {
                strict(self.value.clone(), it.value.clone(), |left, right| Some(holds(op, &left, &right)))
            })
            .collect();
        let value = match quantifier {
            Quantifier::Any => any(worths),
            Quantifier::All => all(worths),
        };
        let array = Expr::Array(array.iter().map(|it| it.expr.clone()).collect(), ty.into());
        Node { expr: Expr::Quantified(Box::new(self.expr), op, quantifier, Box::new(array)), value }
    }

    /// `x IN (VALUES ..)`
    pub(super) fn within(self, rows: &[Node<T>], negated: bool) -> Truth {
        let equals = rows.iter().map(|it| strict(self.value.clone(), it.value.clone(), |a, b| Some(a == b)));
        let value = any(equals.collect::<Vec<_>>()).map(|it| it.map(|it| it != negated));
        let body = SelectBody::Values(rows.iter().map(|it| vec![it.expr.clone()]).collect());
        let query = Box::new(Select { body, ..Select::default() });
        Node { expr: Expr::In { expr: Box::new(self.expr), query, negated }, value }
    }

    /// `CASE WHEN condition THEN self ELSE other END`
    pub(super) fn case(self, condition: Truth, other: Node<T>) -> Node<T> {
        // Both sides must have a value: PostgreSQL may compute constants before it needs them.
        let value = condition.value.and_then(|holds| {
            let (then, otherwise) = (self.value?, other.value?);
            Ok(if holds == Some(true) { then } else { otherwise })
        });
        let arms = vec![cormorant::sql::CaseArm { when: condition.expr, then: self.expr }];
        Node { expr: Expr::Case { operand: None, arms, otherwise: Some(Box::new(other.expr)) }, value }
    }

    /// `coalesce(self, other)`
    pub(super) fn or(self, other: Node<T>) -> Node<T> {
        let value = self.value.and_then(|value| {
            let other = other.value?;
            Ok(value.or(other))
        });
        Node { expr: Expr::Call(Box::new(Call::new("coalesce", vec![self.expr, other.expr]))), value }
    }
}

fn holds<T: PartialOrd>(op: BinaryOp, left: &T, right: &T) -> bool {
    match op {
        BinaryOp::Ne => left != right,
        BinaryOp::Lt => left < right,
        BinaryOp::Le => left <= right,
        BinaryOp::Gt => left > right,
        BinaryOp::Ge => left >= right,
        _ => left == right,
    }
}

/// AND of three truth values.
fn all(parts: impl IntoIterator<Item = Worth<bool>>) -> Worth<bool> {
    parts.into_iter().try_fold(Some(true), |all, part| {
        Ok(match (all, part?) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        })
    })
}

/// OR of three truth values.
fn any(parts: impl IntoIterator<Item = Worth<bool>>) -> Worth<bool> {
    let none = all(parts.into_iter().map(|part| part.map(|it| it.map(|it| !it))));
    none.map(|it| it.map(|it| !it))
}

impl Number {
    pub(super) fn arithmetic(self, op: BinaryOp, other: Number) -> Number {
        self.zip(op, other, |left, right| match op {
            BinaryOp::Add => left.checked_add(right),
            BinaryOp::Sub => left.checked_sub(right),
            BinaryOp::Mul => left.checked_mul(right),
            BinaryOp::Div => left.checked_div(right),
            BinaryOp::Rem => left.checked_rem(right),
            BinaryOp::BitAnd => Some(left & right),
            BinaryOp::BitOr => Some(left | right),
            _ => Some(left ^ right),
        })
    }

    pub(super) fn sum(parts: Vec<Number>) -> Number {
        let value = parts.iter().try_fold(Some(0), |sum, part| strict(Ok(sum), part.value, i64::checked_add));
        Node { expr: Expr::Chain(BinaryOp::Add, parts.into_iter().map(|it| it.expr).collect()), value }
    }

    pub(super) fn unary(self, op: UnaryOp) -> Number {
        self.map(
            |expr| Expr::unary(op, expr),
            |value| if op == UnaryOp::Neg { value.checked_neg() } else { Some(!value) },
        )
    }

    pub(super) fn cast(self) -> Number {
        self.map(|expr| Expr::cast(expr, i64::TYPE), Some)
    }

    /// `(ARRAY[..])[index]`
    pub(super) fn element(array: &[Number], index: usize) -> Number {
        let value = array.iter().try_fold(Vec::new(), |mut values, it| {
            values.push(it.value?);
            Ok(values)
        });
        let array = Expr::Array(array.iter().map(|it| it.expr.clone()).collect(), i64::TYPE.into());
        let expr = Expr::Subscript(Box::new(array), Box::new(position(index)));
        Node { expr, value: value.map(|values| index.checked_sub(1).and_then(|at| *values.get(at)?)) }
    }

    /// `(SELECT self)`
    pub(super) fn subquery(self) -> Number {
        let body = SelectBody::Values(vec![vec![self.expr]]);
        Node { expr: Expr::Subquery(Box::new(Select { body, ..Select::default() })), value: self.value }
    }

    /// `EXTRACT(epoch FROM (to_timestamp(self) + '5 s') AT TIME ZONE 'UTC')::int8`
    pub(super) fn seconds(self) -> Number {
        let constant = |text: &'static str| Expr::Constant(Constant::Text(text.into()));
        self.map(
            |expr| {
                let time = Expr::Call(Box::new(Call::new("to_timestamp", vec![Expr::cast(expr, f64::TYPE)])));
                let later = Expr::binary(time, BinaryOp::Add, Expr::cast(constant("5 s"), INTERVAL));
                let zone = Expr::binary(constant("U"), BinaryOp::Concat, constant("TC"));
                let local = Expr::AtTimeZone(Box::new(later), Box::new(zone));
                Expr::cast(Expr::Extract("epoch", Box::new(local)), i64::TYPE)
            },
            |value| (value.unsigned_abs() < 1 << 32).then_some(value + 5),
        )
    }

    pub(super) fn text(self) -> Text {
        self.map(|expr| Expr::cast(expr, String::TYPE), |value| Some(value.to_string()))
    }
}

fn position(index: usize) -> Expr {
    Expr::Constant(Constant::Integer(i64::try_from(index).expect("it is small")))
}

impl Truth {
    pub(super) fn chain(op: BinaryOp, parts: Vec<Truth>) -> Truth {
        let worths: Vec<_> = parts.iter().map(|it| it.value).collect();
        let value = if op == BinaryOp::And { all(worths) } else { any(worths) };
        Node { expr: Expr::Chain(op, parts.into_iter().map(|it| it.expr).collect()), value }
    }

    pub(super) fn both(self, op: BinaryOp, other: Truth) -> Truth {
        let worths = [self.value, other.value];
        let value = if op == BinaryOp::And { all(worths) } else { any(worths) };
        Node { expr: Expr::binary(self.expr, op, other.expr), value }
    }

    pub(super) fn not(self) -> Truth {
        self.map(|expr| Expr::unary(UnaryOp::Not, expr), |value| Some(!value))
    }

    pub(super) fn is(self, op: PostfixOp) -> Truth {
        let value = self.value.map(|value| {
            Some(match op {
                PostfixOp::IsTrue => value == Some(true),
                PostfixOp::IsNotTrue => value != Some(true),
                PostfixOp::IsFalse => value == Some(false),
                PostfixOp::IsNotFalse => value != Some(false),
                PostfixOp::IsNull | PostfixOp::IsUnknown => value.is_none(),
                PostfixOp::IsNotNull | PostfixOp::IsNotUnknown => value.is_some(),
            })
        });
        Node { expr: Expr::postfix(self.expr, op), value }
    }

    pub(super) fn text(self) -> Text {
        self.map(|expr| Expr::cast(expr, String::TYPE), |value| Some(value.to_string()))
    }
}

impl Text {
    pub(super) fn concat(parts: Vec<Text>) -> Text {
        let value = parts.iter().try_fold(Some(String::new()), |all, part| {
            strict(Ok(all), part.value.clone(), |all, part| Some(all + &part))
        });
        Node { expr: Expr::Chain(BinaryOp::Concat, parts.into_iter().map(|it| it.expr).collect()), value }
    }

    pub(super) fn collate(self) -> Text {
        self.map(|expr| Expr::Collate(Box::new(expr), "C".into()), Some)
    }

    /// `self LIKE pattern`, where the pattern has nothing special in it.
    pub(super) fn like(self, op: BinaryOp, pattern: Text) -> Truth {
        self.zip(op, pattern, |text, pattern| {
            let plain = !pattern.contains(['\\', '%', '_']);
            plain.then_some((text == pattern) == (op == BinaryOp::Like))
        })
    }

    /// `length(self)::int8`
    pub(super) fn length(self) -> Number {
        self.map(
            |expr| Expr::cast(Expr::Call(Box::new(Call::new("length", vec![expr]))), i64::TYPE),
            |value| i64::try_from(value.chars().count()).ok(),
        )
    }
}

/// A number as a parameter or written out.
pub(super) fn number(value: Option<i64>, written: bool) -> Number {
    let expr = match value {
        Some(value) if written => Expr::cast(Expr::Constant(Constant::Integer(value)), i64::TYPE),
        None if written => Expr::cast(Expr::Constant(Constant::Null), i64::TYPE),
        Some(value) => Expr::Param(Param::new(&value)),
        None => Expr::Param(Param::null(i64::TYPE)),
    };
    Node::new(expr, value)
}

/// A truth value as a parameter or written out.
pub(super) fn truth(value: Option<bool>, written: bool) -> Truth {
    let expr = match value {
        Some(value) if written => Expr::Constant(Constant::Bool(value)),
        Some(value) => Expr::Param(Param::new(&value)),
        None => Expr::Param(Param::null(bool::TYPE)),
    };
    Node::new(expr, value)
}

/// A text as a parameter or written out.
pub(super) fn text(value: &'static str, written: bool) -> Text {
    let expr = if written {
        Expr::cast(Expr::Constant(Constant::Text(value.into())), String::TYPE)
    } else {
        Expr::Param(Param::new(&value.to_owned()))
    };
    Node::new(expr, Some(value.to_owned()))
}
