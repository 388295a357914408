//! Expressions. Parentheses are decided in `level` and `expr`, from the table of operators, and nowhere else.

use super::Renderer;
use super::names::is_plain;
use crate::sql::{
    BinaryOp, CaseArm, ColumnRef, Constant, Expr, Quantifier, Select, Syntax, TypeName, UnaryOp,
};
use crate::types::Param;

impl Renderer {
    /// An expression where any expression may stand: between commas, parentheses, keywords.
    pub(super) fn any_expr(&mut self, expr: &Expr) {
        self.expr(expr, 0);
    }

    /// `a, b, c`
    pub(super) fn exprs(&mut self, exprs: &[Expr]) {
        self.list(exprs, Renderer::any_expr);
    }

    /// An expression where only what binds this tightly may stand without parentheses.
    pub(super) fn expr(&mut self, expr: &Expr, at_least: u8) {
        if level(expr) < at_least {
            self.push("(");
            self.bare(expr);
            self.push(")");
        } else {
            self.bare(expr);
        }
    }

    fn bare(&mut self, expr: &Expr) {
        match expr {
            Expr::Column(column) => self.column(column),
            Expr::Param(param) => self.param(param),
            Expr::Constant(constant) => self.constant(constant),
            Expr::Unary(op, operand) => self.unary(*op, operand),
            Expr::Postfix(operand, op) => {
                self.expr(operand, op.precedence() + 1);
                self.operator(op.token());
            }
            Expr::Binary(left, op, right) => {
                self.left(left, *op);
                self.operator(op.token());
                self.push(" ");
                self.right(right, *op);
            }
            Expr::Chain(op, parts) => self.chain(*op, parts),
            Expr::Pattern(operand, op, pattern, escape) => self.pattern(operand, *op, pattern, *escape),
            Expr::Between { expr, low, high, negated, symmetric } => {
                self.between(expr, (low, high), *negated, *symmetric);
            }
            Expr::Quantified(left, op, quantifier, array) => self.quantified(left, *op, *quantifier, array),
            Expr::In { expr, query, negated } => self.within(expr, query, *negated),
            Expr::Exists(query) => {
                self.push("EXISTS ");
                self.subquery(query);
            }
            Expr::Subquery(query) => self.subquery(query),
            Expr::ArraySubquery(query) => {
                self.push("ARRAY");
                self.subquery(query);
            }
            Expr::Call(call) => self.call(call),
            Expr::Cast(operand, ty) => {
                self.expr(operand, Syntax::Cast.precedence());
                self.push(Syntax::Cast.token());
                self.type_name(ty);
            }
            Expr::Case { operand, arms, otherwise } => {
                self.case(operand.as_deref(), arms, otherwise.as_deref());
            }
            Expr::Row(parts) => self.row(parts),
            Expr::Array(parts, ty) => self.array(parts, ty),
            Expr::Subscript(array, index) => {
                self.expr(array, Syntax::Subscript.precedence());
                self.push("[");
                self.any_expr(index);
                self.push("]");
            }
            Expr::Slice(array, from, to) => self.slice(array, from.as_deref(), to.as_deref()),
            Expr::Collate(operand, collation) => {
                self.expr(operand, Syntax::Collate.precedence());
                self.operator(Syntax::Collate.token());
                self.push(" ");
                self.name(collation);
            }
            Expr::AtTimeZone(operand, zone) => {
                self.expr(operand, Syntax::AtTimeZone.precedence());
                self.operator(Syntax::AtTimeZone.token());
                self.push(" ");
                self.expr(zone, Syntax::AtTimeZone.precedence() + 1);
            }
            Expr::Extract(field, operand) => self.extract(field, operand),
            Expr::Star(of) => {
                if let Some(of) = of {
                    self.qualifier(of);
                }
                self.push("*");
            }
            Expr::Default => self.push("DEFAULT"),
            Expr::Raw(parts) => self.raw(parts),
            Expr::Invalid(reason) => self.fault(|| reason.to_string()),
        }
    }

    fn column(&mut self, column: &ColumnRef) {
        let ColumnRef { of, name } = column;
        self.qualifier(of);
        self.name(name);
    }

    /// `$1`; with a cast where only a name tells the server the type.
    fn param(&mut self, param: &Param) {
        let number = self.number(param);
        self.push("$");
        self.integer(i64::try_from(number).unwrap_or(i64::MAX));
        if param.ty.is_named() {
            self.push("::");
            self.type_name(&param.ty.into());
        }
    }

    fn unary(&mut self, op: UnaryOp, operand: &Expr) {
        self.push(op.token());
        // NOT NOT x may be written so. Other operators take what binds tighter: `- -x` and `~ -x` would be read
        // as one operator, or as the start of a comment, if a space were lost.
        let at_least = match op {
            UnaryOp::Not => op.precedence(),
            UnaryOp::Neg | UnaryOp::BitNot | UnaryOp::TextNot => op.precedence() + 1,
        };
        if op != UnaryOp::Neg {
            self.push(" ");
        }
        self.expr(operand, at_least);
    }

    /// ` op`
    fn operator(&mut self, token: &str) {
        self.push(" ");
        self.push(token);
    }

    fn negation(&mut self, negated: bool) {
        if negated {
            self.push(" NOT");
        }
    }

    fn left(&mut self, expr: &Expr, op: BinaryOp) {
        let chained = u8::from(!op.chains());
        self.expr(expr, op.precedence() + chained);
    }

    fn right(&mut self, expr: &Expr, op: BinaryOp) {
        self.expr(expr, op.precedence() + 1);
    }

    fn chain(&mut self, op: BinaryOp, parts: &[Expr]) {
        if !op.chains() && parts.len() > 2 {
            self.fault(|| format!("`{}` cannot stand between more than two expressions", op.token()));
        }
        match parts {
            [] => self.fault(|| format!("a chain of `{}` is empty", op.token())),
            [only] => self.bare(only),
            [first, rest @ ..] => {
                self.left(first, op);
                for part in rest {
                    self.operator(op.token());
                    self.push(" ");
                    self.right(part, op);
                }
            }
        }
    }

    fn pattern(&mut self, operand: &Expr, op: BinaryOp, pattern: &Expr, escape: char) {
        if !op.is_pattern() {
            self.fault(|| format!("`{}` is no pattern match and takes no ESCAPE", op.token()));
        }
        self.left(operand, op);
        self.operator(op.token());
        self.push(" ");
        self.right(pattern, op);
        self.push(" ESCAPE ");
        self.text(escape.encode_utf8(&mut [0; 4]));
    }

    fn between(&mut self, expr: &Expr, (low, high): (&Expr, &Expr), negated: bool, symmetric: bool) {
        let tighter = Syntax::Between.precedence() + 1;
        self.expr(expr, tighter);
        self.negation(negated);
        self.operator(Syntax::Between.token());
        self.push(if symmetric { " SYMMETRIC " } else { " " });
        // The grammar allows less before AND: neither AT TIME ZONE nor COLLATE.
        self.expr(low, Syntax::Collate.precedence() + 1);
        self.push(" AND ");
        self.expr(high, tighter);
    }

    fn quantified(&mut self, left: &Expr, op: BinaryOp, quantifier: Quantifier, array: &Expr) {
        if matches!(op, BinaryOp::IsDistinctFrom | BinaryOp::IsNotDistinctFrom | BinaryOp::SimilarTo)
            || op.precedence() <= BinaryOp::And.precedence()
        {
            self.fault(|| format!("`{}` cannot be used with {}", op.token(), quantifier.token()));
        }
        self.left(left, op);
        self.operator(op.token());
        self.operator(quantifier.token());
        match array {
            Expr::Subquery(query) => self.subquery(query),
            array => {
                self.push("(");
                self.any_expr(array);
                self.push(")");
            }
        }
    }

    fn within(&mut self, expr: &Expr, query: &Select, negated: bool) {
        self.expr(expr, Syntax::In.precedence() + 1);
        self.negation(negated);
        self.operator(Syntax::In.token());
        self.push(" ");
        self.subquery(query);
    }

    /// `(SELECT ..)`
    pub(super) fn subquery(&mut self, query: &Select) {
        self.push("(");
        self.select(query);
        self.push(")");
    }

    fn case(&mut self, operand: Option<&Expr>, arms: &[CaseArm], otherwise: Option<&Expr>) {
        if arms.is_empty() {
            self.fault(|| "a CASE has no WHEN".to_owned());
        }
        self.push("CASE");
        self.clause(" ", operand);
        for CaseArm { when, then } in arms {
            self.clause(" WHEN ", Some(when));
            self.clause(" THEN ", Some(then));
        }
        self.clause(" ELSE ", otherwise);
        self.push(" END");
    }

    /// `(a, b)`; the word ROW only where parentheses alone would mean something else.
    fn row(&mut self, parts: &[Expr]) {
        if parts.len() < 2 {
            self.push("ROW");
        }
        self.group(parts, Renderer::any_expr);
    }

    fn array(&mut self, parts: &[Expr], ty: &TypeName) {
        self.push("ARRAY[");
        self.exprs(parts);
        self.push("]::");
        self.array_type_name(ty);
    }

    fn slice(&mut self, array: &Expr, from: Option<&Expr>, to: Option<&Expr>) {
        self.expr(array, Syntax::Subscript.precedence());
        self.clause("[", from);
        if from.is_none() {
            self.push("[");
        }
        self.push(":");
        if let Some(to) = to {
            self.any_expr(to);
        }
        self.push("]");
    }

    fn extract(&mut self, field: &str, operand: &Expr) {
        if !is_plain(field) {
            self.fault(|| format!("`{field}` is no field of EXTRACT"));
        }
        self.push("EXTRACT(");
        self.push(field);
        self.push(" FROM ");
        self.any_expr(operand);
        self.push(")");
    }
}

/// How tightly an expression binds, as it is written.
fn level(expr: &Expr) -> u8 {
    match expr {
        Expr::Param(param) if param.ty.is_named() => Syntax::Cast.precedence(),
        Expr::Column(_) | Expr::Param(_) | Expr::Subscript(..) | Expr::Slice(..) => {
            Syntax::Subscript.precedence()
        }
        Expr::Constant(Constant::Integer(i64::MIN)) => Syntax::Cast.precedence(),
        Expr::Constant(Constant::Integer(..0)) => UnaryOp::Neg.precedence(),
        Expr::Unary(op, _) => op.precedence(),
        Expr::Postfix(_, op) => op.precedence(),
        Expr::Chain(_, parts) if parts.len() == 1 => level(&parts[0]),
        Expr::Binary(_, op, _)
        | Expr::Chain(op, _)
        | Expr::Pattern(_, op, ..)
        | Expr::Quantified(_, op, ..) => op.precedence(),
        Expr::Between { .. } => Syntax::Between.precedence(),
        Expr::In { .. } => Syntax::In.precedence(),
        Expr::Cast(..) | Expr::Array(..) => Syntax::Cast.precedence(),
        Expr::Collate(..) => Syntax::Collate.precedence(),
        Expr::AtTimeZone(..) => Syntax::AtTimeZone.precedence(),
        Expr::Raw(_) => Syntax::Raw.precedence(),
        Expr::Constant(_)
        | Expr::Exists(_)
        | Expr::Subquery(_)
        | Expr::ArraySubquery(_)
        | Expr::Call(_)
        | Expr::Case { .. }
        | Expr::Row(_)
        | Expr::Extract(..)
        | Expr::Star(_)
        | Expr::Default
        | Expr::Invalid(_) => Syntax::Primary.precedence(),
    }
}
