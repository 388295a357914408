//! INSERT, UPDATE, DELETE, MERGE.

use super::Renderer;
use crate::sql::{
    Assignment, ColumnRef, ConflictAction, ConflictTarget, Delete, Expr, Insert, InsertSource, Merge,
    MergeAction, MergeMatch, MergeWhen, Name, OnConflict, Overriding, Update,
};

impl Renderer {
    pub(super) fn insert(&mut self, insert: &Insert) {
        let Insert { with, into, columns, overriding, source, on_conflict, returning } = insert;
        self.with(with);
        self.push("INSERT INTO ");
        self.table_ref(into);
        self.push(" ");
        self.insert_columns(columns, *overriding);
        match source {
            InsertSource::DefaultValues if columns.is_empty() => self.push("DEFAULT VALUES"),
            InsertSource::DefaultValues => {
                self.fault(|| "DEFAULT VALUES takes no list of columns".to_owned());
            }
            InsertSource::Values(rows) => self.values(rows),
            InsertSource::Query(query) => self.select(query),
        }
        if let Some(on_conflict) = on_conflict {
            self.on_conflict(on_conflict);
        }
        self.returning(returning);
    }

    /// `("a", "b") OVERRIDING SYSTEM VALUE `
    fn insert_columns(&mut self, columns: &[Name], overriding: Option<Overriding>) {
        if !columns.is_empty() {
            self.names(columns);
            self.push(" ");
        }
        self.push(match overriding {
            None => "",
            Some(Overriding::SystemValue) => "OVERRIDING SYSTEM VALUE ",
            Some(Overriding::UserValue) => "OVERRIDING USER VALUE ",
        });
    }

    fn on_conflict(&mut self, on_conflict: &OnConflict) {
        let OnConflict { target, action } = on_conflict;
        self.push(" ON CONFLICT");
        match target {
            None if matches!(action, ConflictAction::Nothing) => {}
            None => self.fault(|| "ON CONFLICT DO UPDATE needs columns or a constraint".to_owned()),
            Some(ConflictTarget::Columns(columns, predicate)) => {
                self.push(" ");
                self.group(columns, Renderer::conflict_column);
                self.clause(" WHERE ", predicate.as_ref());
            }
            Some(ConflictTarget::Constraint(name)) => {
                self.push(" ON CONSTRAINT ");
                self.name(name);
            }
        }
        match action {
            ConflictAction::Nothing => self.push(" DO NOTHING"),
            ConflictAction::Update { set, filter } => {
                self.push(" DO UPDATE");
                self.set(set);
                self.clause(" WHERE ", filter.as_ref());
            }
        }
    }

    /// A column by its bare name (PostgreSQL takes no other here), a call, or anything in parentheses.
    fn conflict_column(&mut self, expr: &Expr) {
        match expr {
            Expr::Column(ColumnRef { of: _, name }) => self.name(name),
            Expr::Collate(operand, collation) => {
                self.conflict_column(operand);
                self.push(" COLLATE ");
                self.name(collation);
            }
            Expr::Call(call) => self.call(call),
            Expr::Param(_)
            | Expr::Constant(_)
            | Expr::Unary(..)
            | Expr::Postfix(..)
            | Expr::Binary(..)
            | Expr::Chain(..)
            | Expr::Pattern(..)
            | Expr::Between { .. }
            | Expr::Quantified(..)
            | Expr::In { .. }
            | Expr::Exists(_)
            | Expr::Subquery(_)
            | Expr::ArraySubquery(_)
            | Expr::Cast(..)
            | Expr::Case { .. }
            | Expr::Row(_)
            | Expr::Array(..)
            | Expr::Subscript(..)
            | Expr::Slice(..)
            | Expr::AtTimeZone(..)
            | Expr::Extract(..)
            | Expr::Star(_)
            | Expr::Default
            | Expr::Raw(_)
            | Expr::Invalid(_) => {
                self.push("(");
                self.any_expr(expr);
                self.push(")");
            }
        }
    }

    /// ` SET "a" = 1, "b" = 2`
    fn set(&mut self, assignments: &[Assignment]) {
        if assignments.is_empty() {
            self.fault(|| "an UPDATE sets no column".to_owned());
        }
        self.push(" SET ");
        self.list(assignments, |renderer, Assignment { column, value }| {
            renderer.name(column);
            renderer.push(" = ");
            renderer.any_expr(value);
        });
    }

    pub(super) fn update(&mut self, update: &Update) {
        let Update { with, table, set, from, filter, returning } = update;
        self.with(with);
        self.push("UPDATE ");
        self.table_ref(table);
        self.set(set);
        self.sources(" FROM ", from, Some(table));
        self.clause(" WHERE ", filter.as_ref());
        self.returning(returning);
    }

    pub(super) fn delete(&mut self, delete: &Delete) {
        let Delete { with, from, using, filter, returning } = delete;
        self.with(with);
        self.push("DELETE FROM ");
        self.table_ref(from);
        self.sources(" USING ", using, Some(from));
        self.clause(" WHERE ", filter.as_ref());
        self.returning(returning);
    }

    pub(super) fn merge(&mut self, merge: &Merge) {
        let Merge { with, into, using, on, whens, returning } = merge;
        self.with(with);
        self.push("MERGE INTO ");
        self.table_ref(into);
        self.sources(" USING ", std::slice::from_ref(using), Some(into));
        self.clause(" ON ", Some(on));
        if whens.is_empty() {
            self.fault(|| "a MERGE has no WHEN".to_owned());
        }
        for when in whens {
            self.merge_when(when);
        }
        self.returning(returning);
    }

    fn merge_when(&mut self, when: &MergeWhen) {
        let MergeWhen { matched, condition, action } = when;
        self.push(match matched {
            MergeMatch::Matched => " WHEN MATCHED",
            MergeMatch::NotMatched => " WHEN NOT MATCHED",
            MergeMatch::NotMatchedBySource => " WHEN NOT MATCHED BY SOURCE",
        });
        self.clause(" AND ", condition.as_ref());
        self.push(" THEN ");
        match action {
            MergeAction::Update(set) => {
                self.push("UPDATE");
                self.set(set);
            }
            MergeAction::Delete => self.push("DELETE"),
            MergeAction::Insert { columns, overriding, values } => {
                self.push("INSERT ");
                self.insert_columns(columns, *overriding);
                if values.is_empty() {
                    self.push("DEFAULT VALUES");
                } else {
                    self.values(std::slice::from_ref(values));
                }
            }
            MergeAction::Nothing => self.push("DO NOTHING"),
        }
    }
}
