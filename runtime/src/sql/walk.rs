//! Walks over statements, for checks and tests.
//!
//! Everything is visited in the order in which it is written, so parameters come in the order of their numbers.

use crate::sql::{
    Assignment, Call, CaseArm, ConflictAction, ConflictTarget, Cte, Delete, Distinct, Expr, Frame,
    FrameBound, From, Grouping, Insert, InsertSource, Item, Merge, MergeAction, MergeWhen, OnConflict,
    OrderBy, Over, RawPart, Select, SelectBody, SelectCore, Statement, TableName, TableRef, Update, Window,
};
use crate::types::Param;

/// Looks at the parts of a statement.
///
/// Each method goes on into the parts of its part; one that is overridden does so only if it calls the function of
/// that name (`walk_expr` and so on).
pub trait Visitor<'a> {
    /// A statement, also in a CTE.
    fn statement(&mut self, statement: &'a Statement) {
        walk_statement(self, statement);
    }

    /// A query: the statement itself, or one of its subqueries.
    fn select(&mut self, select: &'a Select) {
        walk_select(self, select);
    }

    /// An entry of FROM or USING.
    fn from(&mut self, from: &'a From) {
        walk_from(self, from);
    }

    /// A table that is read or written, or a CTE that is read.
    fn table(&mut self, _table: &'a TableRef) {}

    /// An expression.
    fn expr(&mut self, expr: &'a Expr) {
        walk_expr(self, expr);
    }

    /// A call, in an expression or in FROM.
    fn call(&mut self, call: &'a Call) {
        walk_call(self, call);
    }

    /// A bound value.
    fn param(&mut self, _param: &'a Param) {}
}

impl Statement {
    /// The tables that the statement reads or writes, each once, in the order in which they are written; names of
    /// its CTEs are among them.
    #[must_use]
    pub fn tables(&self) -> Vec<&TableName> {
        struct Tables<'a>(Vec<&'a TableName>);

        impl<'a> Visitor<'a> for Tables<'a> {
            fn table(&mut self, table: &'a TableRef) {
                if !self.0.contains(&&table.name) {
                    self.0.push(&table.name);
                }
            }
        }

        let mut tables = Tables(Vec::new());
        tables.statement(self);
        tables.0
    }
}

/// Visits the parts of a statement.
pub fn walk_statement<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, statement: &'a Statement) {
    match statement {
        Statement::Select(select) => visitor.select(select),
        Statement::Insert(insert) => walk_insert(visitor, insert),
        Statement::Update(update) => walk_update(visitor, update),
        Statement::Delete(delete) => walk_delete(visitor, delete),
        Statement::Merge(merge) => walk_merge(visitor, merge),
        Statement::Raw(parts) => walk_raw(visitor, parts),
    }
}

/// Visits the parts of a query.
pub fn walk_select<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, select: &'a Select) {
    let Select { with, body, order_by, limit, with_ties, offset, locks: _ } = select;
    walk_with(visitor, with);
    match body {
        SelectBody::Core(core) => walk_core(visitor, core),
        SelectBody::Set { left, operator: _, all: _, right } => {
            visitor.select(left);
            visitor.select(right);
        }
        SelectBody::Values(rows) => walk_rows(visitor, rows),
        SelectBody::Raw(parts) => walk_raw(visitor, parts),
    }
    walk_orders(visitor, order_by);
    let (first, second) = if *with_ties { (offset, limit) } else { (limit, offset) };
    walk_exprs(visitor, first);
    walk_exprs(visitor, second);
}

/// Visits the parts of an entry of FROM.
pub fn walk_from<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, from: &'a From) {
    match from {
        From::Table(table) => visitor.table(table),
        From::Derived(derived) => visitor.select(&derived.query),
        From::Function(function) => visitor.call(&function.call),
        From::Record(record) => visitor.call(&record.call),
        From::Sample(sample) => {
            visitor.table(&sample.table);
            walk_exprs(visitor, &sample.args);
            walk_exprs(visitor, &sample.repeatable);
        }
        From::Join(join) => {
            visitor.from(&join.left);
            visitor.from(&join.right);
            walk_exprs(visitor, &join.on);
        }
    }
}

/// Visits the parts of an expression.
pub fn walk_expr<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, expr: &'a Expr) {
    match expr {
        Expr::Column(_) | Expr::Constant(_) | Expr::Star(_) | Expr::Default | Expr::Invalid(_) => {}
        Expr::Param(param) => visitor.param(param),
        Expr::Unary(_, operand)
        | Expr::Postfix(operand, _)
        | Expr::Cast(operand, _)
        | Expr::Collate(operand, _)
        | Expr::Extract(_, operand) => visitor.expr(operand),
        Expr::Binary(left, _, right)
        | Expr::Pattern(left, _, right, _)
        | Expr::Quantified(left, _, _, right)
        | Expr::Subscript(left, right)
        | Expr::AtTimeZone(left, right) => {
            visitor.expr(left);
            visitor.expr(right);
        }
        Expr::Chain(_, parts) | Expr::Row(parts) | Expr::Array(parts, _) => walk_exprs(visitor, parts),
        Expr::Between { expr, low, high, negated: _, symmetric: _ } => {
            visitor.expr(expr);
            visitor.expr(low);
            visitor.expr(high);
        }
        Expr::In { expr, query, negated: _ } => {
            visitor.expr(expr);
            visitor.select(query);
        }
        Expr::Exists(query) | Expr::Subquery(query) | Expr::ArraySubquery(query) => visitor.select(query),
        Expr::Call(call) => visitor.call(call),
        Expr::Case { operand, arms, otherwise } => {
            walk_exprs(visitor, operand.as_deref());
            for CaseArm { when, then } in arms {
                visitor.expr(when);
                visitor.expr(then);
            }
            walk_exprs(visitor, otherwise.as_deref());
        }
        Expr::Slice(array, from, to) => {
            visitor.expr(array);
            walk_exprs(visitor, from.as_deref());
            walk_exprs(visitor, to.as_deref());
        }
        Expr::Raw(parts) => walk_raw(visitor, parts),
    }
}

/// Visits the parts of a call.
pub fn walk_call<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, call: &'a Call) {
    let Call { schema: _, name: _, args, variadic: _, distinct: _, order_by, within_group, filter, over } =
        call;
    walk_exprs(visitor, args);
    walk_orders(visitor, order_by);
    walk_orders(visitor, within_group);
    walk_exprs(visitor, filter);
    match over {
        None | Some(Over::Named(_)) => {}
        Some(Over::Window(window)) => walk_window(visitor, window),
        Some(Over::Shared(shared)) => walk_window(visitor, &shared.window),
    }
}

fn walk_exprs<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, exprs: impl IntoIterator<Item = &'a Expr>) {
    for expr in exprs {
        visitor.expr(expr);
    }
}

fn walk_rows<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, rows: &'a [Vec<Expr>]) {
    walk_exprs(visitor, rows.iter().flatten());
}

fn walk_raw<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, parts: &'a [RawPart]) {
    for part in parts {
        match part {
            RawPart::Sql(_) => {}
            RawPart::Expr(expr) => visitor.expr(expr),
        }
    }
}

fn walk_with<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, with: &'a [Cte]) {
    for cte in with {
        visitor.statement(&cte.statement);
    }
}

fn walk_orders<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, orders: &'a [OrderBy]) {
    walk_exprs(visitor, orders.iter().map(|order| &order.expr));
}

fn walk_items<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, items: &'a [Item]) {
    walk_exprs(visitor, items.iter().map(|item| &item.expr));
}

fn walk_froms<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, from: &'a [From]) {
    for entry in from {
        visitor.from(entry);
    }
}

fn walk_core<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, core: &'a SelectCore) {
    let SelectCore { distinct, items, from, filter, group_by, having, windows } = core;
    match distinct {
        Distinct::All | Distinct::Distinct => {}
        Distinct::On(exprs) => walk_exprs(visitor, exprs),
    }
    walk_items(visitor, items);
    walk_froms(visitor, from);
    walk_exprs(visitor, filter);
    for grouping in group_by {
        match grouping {
            Grouping::Expr(expr) => visitor.expr(expr),
            Grouping::Rollup(sets) | Grouping::Cube(sets) | Grouping::Sets(sets) => walk_rows(visitor, sets),
        }
    }
    walk_exprs(visitor, having);
    for named in windows {
        walk_window(visitor, &named.window);
    }
}

fn walk_window<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, window: &'a Window) {
    let Window { base: _, partition_by, order_by, frame } = window;
    walk_exprs(visitor, partition_by);
    walk_orders(visitor, order_by);
    if let Some(Frame { unit: _, start, end, exclusion: _ }) = frame {
        for bound in [start, end] {
            match bound {
                FrameBound::Preceding(expr) | FrameBound::Following(expr) => visitor.expr(expr),
                FrameBound::UnboundedPreceding | FrameBound::CurrentRow | FrameBound::UnboundedFollowing => {}
            }
        }
    }
}

fn walk_set<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, set: &'a [Assignment]) {
    walk_exprs(visitor, set.iter().map(|assignment| &assignment.value));
}

fn walk_insert<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, insert: &'a Insert) {
    let Insert { with, into, columns: _, overriding: _, source, on_conflict, returning } = insert;
    walk_with(visitor, with);
    visitor.table(into);
    match source {
        InsertSource::DefaultValues => {}
        InsertSource::Values(rows) => walk_rows(visitor, rows),
        InsertSource::Query(query) => visitor.select(query),
    }
    if let Some(OnConflict { target, action }) = on_conflict {
        match target {
            None | Some(ConflictTarget::Constraint(_)) => {}
            Some(ConflictTarget::Columns(columns, predicate)) => {
                walk_exprs(visitor, columns);
                walk_exprs(visitor, predicate);
            }
        }
        match action {
            ConflictAction::Nothing => {}
            ConflictAction::Update { set, filter } => {
                walk_set(visitor, set);
                walk_exprs(visitor, filter);
            }
        }
    }
    walk_items(visitor, returning);
}

fn walk_update<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, update: &'a Update) {
    let Update { with, table, set, from, filter, returning } = update;
    walk_with(visitor, with);
    visitor.table(table);
    walk_set(visitor, set);
    walk_froms(visitor, from);
    walk_exprs(visitor, filter);
    walk_items(visitor, returning);
}

fn walk_delete<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, delete: &'a Delete) {
    let Delete { with, from, using, filter, returning } = delete;
    walk_with(visitor, with);
    visitor.table(from);
    walk_froms(visitor, using);
    walk_exprs(visitor, filter);
    walk_items(visitor, returning);
}

fn walk_merge<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, merge: &'a Merge) {
    let Merge { with, into, using, on, whens, returning } = merge;
    walk_with(visitor, with);
    visitor.table(into);
    visitor.from(using);
    visitor.expr(on);
    for MergeWhen { matched: _, condition, action } in whens {
        walk_exprs(visitor, condition);
        match action {
            MergeAction::Update(set) => walk_set(visitor, set),
            MergeAction::Insert { columns: _, overriding: _, values } => walk_exprs(visitor, values),
            MergeAction::Delete | MergeAction::Nothing => {}
        }
    }
    walk_items(visitor, returning);
}
