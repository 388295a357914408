//! The expression tree.

use crate::sql::{BinaryOp, Call, Name, PostfixOp, Quantifier, Select, TableName, UnaryOp};
use crate::types::{Param, PgType};

/// Any expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A column.
    Column(ColumnRef),
    /// A bound value: `$1`.
    Param(Param),
    /// A constant written into the text. Only for values that the program itself fixes.
    Constant(Constant),
    /// `-x`, `NOT x`
    Unary(UnaryOp, Box<Expr>),
    /// `x IS NULL`
    Postfix(Box<Expr>, PostfixOp),
    /// `x = y`
    Binary(Box<Expr>, BinaryOp, Box<Expr>),
    /// A flat chain of one associative operator (AND, OR, `||`, `+`): never nested as deep as it is long.
    Chain(BinaryOp, Vec<Expr>),
    /// `x LIKE y ESCAPE z`: the operator must be a pattern match.
    Pattern(Box<Expr>, BinaryOp, Box<Expr>, char),
    /// `x [NOT] BETWEEN low AND high`
    Between {
        /// The tested expression.
        expr: Box<Expr>,
        /// Lower bound, included.
        low: Box<Expr>,
        /// Upper bound, included.
        high: Box<Expr>,
        /// `NOT BETWEEN`
        negated: bool,
        /// `BETWEEN SYMMETRIC`: the bounds in either order.
        symmetric: bool,
    },
    /// `x = ANY (array)`; the right side is an array expression or a subquery.
    Quantified(Box<Expr>, BinaryOp, Quantifier, Box<Expr>),
    /// `x [NOT] IN (SELECT ..)`
    In {
        /// The tested expression.
        expr: Box<Expr>,
        /// The subquery.
        query: Box<Select>,
        /// `NOT IN`
        negated: bool,
    },
    /// `EXISTS (SELECT ..)`
    Exists(Box<Select>),
    /// `(SELECT ..)` as a value.
    Subquery(Box<Select>),
    /// `ARRAY(SELECT ..)`
    ArraySubquery(Box<Select>),
    /// A function, aggregate or window function.
    Call(Box<Call>),
    /// `CAST(x AS type)`, written `x::type`.
    Cast(Box<Expr>, TypeName),
    /// `CASE [operand] WHEN .. THEN .. [ELSE ..] END`
    Case {
        /// The compared expression of the simple form.
        operand: Option<Box<Expr>>,
        /// The arms, at least one.
        arms: Vec<CaseArm>,
        /// ELSE
        otherwise: Option<Box<Expr>>,
    },
    /// `ROW(a, b)`, written `(a, b)`.
    Row(Vec<Expr>),
    /// `ARRAY[a, b]::type[]`; the type is that of the elements.
    Array(Vec<Expr>, TypeName),
    /// `x[1]`
    Subscript(Box<Expr>, Box<Expr>),
    /// `x[1:2]`; either end may be open.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `x COLLATE "name"`
    Collate(Box<Expr>, Name),
    /// `x AT TIME ZONE zone`
    AtTimeZone(Box<Expr>, Box<Expr>),
    /// `EXTRACT(field FROM x)`; the field is a word of ours, never of the user's data.
    Extract(&'static str, Box<Expr>),
    /// `*`, or `table.*`: only in `count(*)`-like places and in RETURNING of raw statements.
    Star(Option<Qualifier>),
    /// `DEFAULT`: only in VALUES of an INSERT and in SET.
    Default,
    /// SQL text of the user's with expressions in between.
    Raw(Vec<RawPart>),
    /// What cannot be said, and why: a statement with it is refused before it is sent.
    Invalid(Name),
}

/// A column, by the table that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ColumnRef {
    /// The table or alias.
    pub of: Qualifier,
    /// The column's name.
    pub name: Name,
}

/// What stands before a column's dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// Nothing: SET, ON CONFLICT, output columns.
    None,
    /// A table under its own name.
    Table(TableName),
    /// An alias, a CTE, a derived table, `excluded`.
    Alias(Name),
}

/// A constant that the program itself fixes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// NULL
    Null,
    /// TRUE, FALSE
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A text, quoted by the renderer.
    Text(Name),
}

/// A part of a raw fragment.
#[derive(Clone, Debug, PartialEq)]
pub enum RawPart {
    /// SQL text, taken as it is.
    Sql(Name),
    /// An expression in between: a bound value, a column.
    Expr(Expr),
}

/// `WHEN condition THEN value`
#[derive(Clone, Debug, PartialEq)]
pub struct CaseArm {
    /// The condition, or the compared value of the simple form.
    pub when: Expr,
    /// The value.
    pub then: Expr,
}

/// A type in a cast or a column definition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeName {
    /// The type.
    pub ty: PgType,
    /// Length, precision, scale: `varchar(255)`, `numeric(10, 2)`.
    pub modifiers: Vec<i32>,
}

impl From<PgType> for TypeName {
    fn from(ty: PgType) -> Self {
        TypeName { ty, modifiers: Vec::new() }
    }
}

impl Expr {
    /// `left op right`
    #[must_use]
    pub fn binary(left: Expr, op: BinaryOp, right: Expr) -> Expr {
        let right = match &left {
            Expr::Column(ColumnRef { of: _, name }) => right.of_column(name),
            _ => right,
        };
        Expr::Binary(Box::new(left), op, Box::new(right))
    }

    /// The same expression; if it is a value that cannot be sent, the reason names the column that it is for.
    #[must_use]
    pub fn of_column(self, column: &str) -> Expr {
        match self {
            Expr::Param(param) => Expr::Param(param.of_column(column)),
            other => other,
        }
    }

    /// `op x`
    #[must_use]
    pub fn unary(op: UnaryOp, expr: Expr) -> Expr {
        Expr::Unary(op, Box::new(expr))
    }

    /// `x op`
    #[must_use]
    pub fn postfix(expr: Expr, op: PostfixOp) -> Expr {
        Expr::Postfix(Box::new(expr), op)
    }

    /// A column of a table or alias.
    #[must_use]
    pub fn column(of: Qualifier, name: impl Into<Name>) -> Expr {
        Expr::Column(ColumnRef { of, name: name.into() })
    }

    /// `x::type`
    #[must_use]
    pub fn cast(expr: Expr, ty: impl Into<TypeName>) -> Expr {
        Expr::Cast(Box::new(expr), ty.into())
    }

    /// All conditions hold; `None` for no condition.
    #[must_use]
    pub fn all(conditions: impl IntoIterator<Item = Expr>) -> Option<Expr> {
        Expr::chain(BinaryOp::And, conditions)
    }

    /// One associative operator between all of these; `None` if there are none.
    ///
    /// Chains of the same operator are merged, so that the tree stays flat.
    #[must_use]
    pub fn chain(op: BinaryOp, parts: impl IntoIterator<Item = Expr>) -> Option<Expr> {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Expr::Chain(inner, more) if inner == op => flat.extend(more),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Expr::Chain(op, flat)) } else { flat.pop() }
    }
}
