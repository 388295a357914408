//! SELECT, set operations, VALUES, CTEs.

use super::Renderer;
use super::query::Query;
use crate::sql::{
    Cte, Distinct, Expr, Grouping, Item, Lock, LockStrength, LockWait, Materialized, NamedWindow, Qualifier,
    Select, SelectBody, SelectCore, SetOperator,
};

/// How tightly a query binds that is no set operation: tighter than each of them.
const NO_SET_OPERATION: u8 = SetOperator::Intersect.precedence() + 1;

impl Renderer {
    pub(super) fn select(&mut self, select: &Select) {
        let Select { with, body, order_by, limit, with_ties, offset, locks } = select;
        let outer = self.query.replace(Query::of(body));
        self.with(with);
        self.body(body);
        self.sharing(true);
        self.order_by(" ORDER BY ", order_by);
        self.query = outer;
        if *with_ties {
            self.fetch(limit.as_ref(), offset.as_ref());
        } else {
            self.clause(" LIMIT ", limit.as_ref());
            self.clause(" OFFSET ", offset.as_ref());
        }
        for lock in locks {
            self.lock(lock);
        }
    }

    /// `OFFSET .. FETCH FIRST .. ROWS WITH TIES`
    fn fetch(&mut self, limit: Option<&Expr>, offset: Option<&Expr>) {
        self.clause(" OFFSET ", offset);
        match limit {
            Some(limit) => {
                self.push(" FETCH FIRST ");
                self.primary(limit);
                self.push(" ROWS WITH TIES");
            }
            None => self.fault(|| "WITH TIES needs a limit".to_owned()),
        }
    }

    /// `WITH "a" AS (..), "b" AS (..) `
    pub(super) fn with(&mut self, ctes: &[Cte]) {
        if ctes.is_empty() {
            return;
        }
        self.push(if ctes.iter().any(|cte| cte.recursive) { "WITH RECURSIVE " } else { "WITH " });
        self.list(ctes, |renderer, Cte { name, columns, recursive: _, materialized, statement }| {
            renderer.name(name);
            if !columns.is_empty() {
                renderer.names(columns);
            }
            renderer.push(match materialized {
                None => " AS (",
                Some(Materialized::Materialized) => " AS MATERIALIZED (",
                Some(Materialized::NotMaterialized) => " AS NOT MATERIALIZED (",
            });
            renderer.statement(statement);
            renderer.push(")");
        });
        self.push(" ");
    }

    fn body(&mut self, body: &SelectBody) {
        match body {
            SelectBody::Core(core) => self.core(core),
            SelectBody::Set { left, operator, all, right } => {
                self.operand(left, operator.precedence());
                self.push(" ");
                self.push(operator.token());
                self.push(if *all { " ALL " } else { " " });
                self.operand(right, operator.precedence() + 1);
            }
            SelectBody::Values(rows) => self.values(rows),
            SelectBody::Raw(parts) => self.raw(parts),
        }
    }

    fn operand(&mut self, select: &Select, at_least: u8) {
        if set_level(select) < at_least {
            self.subquery(select);
        } else {
            self.select(select);
        }
    }

    pub(super) fn values(&mut self, rows: &[Vec<Expr>]) {
        if rows.is_empty() || rows.iter().any(Vec::is_empty) {
            self.fault(|| "VALUES needs at least one row of at least one value".to_owned());
        }
        self.push("VALUES ");
        self.list(rows, |renderer, row| renderer.group(row, Renderer::any_expr));
    }

    fn core(&mut self, core: &SelectCore) {
        let SelectCore { distinct, items, from, filter, group_by, having, windows } = core;
        self.push("SELECT");
        self.sharing(true);
        match distinct {
            Distinct::All => {}
            Distinct::Distinct => self.push(" DISTINCT"),
            Distinct::On(exprs) => {
                self.push(" DISTINCT ON ");
                self.group(exprs, Renderer::any_expr);
            }
        }
        if !items.is_empty() {
            self.push(" ");
            match items.text() {
                Some(text) => self.push(text),
                None => self.items(items),
            }
        }
        self.sharing(false);
        self.sources(" FROM ", from, None);
        self.clause(" WHERE ", filter.as_ref());
        self.sharing(true);
        if !group_by.is_empty() {
            self.push(" GROUP BY ");
            self.list(group_by, Renderer::grouping);
        }
        self.clause(" HAVING ", having.as_ref());
        let shared = self.shared_windows();
        if !windows.is_empty() || !shared.is_empty() {
            self.push(" WINDOW ");
            let windows: Vec<&NamedWindow> = windows.iter().chain(&shared).collect();
            self.list(&windows, |renderer, window| renderer.named_window(window));
        }
        self.sharing(false);
    }

    pub(super) fn items(&mut self, items: &[Item]) {
        self.list(items, |renderer, Item { expr, alias }| {
            renderer.any_expr(expr);
            renderer.alias(alias.as_deref());
        });
    }

    /// ` RETURNING a, b`
    pub(super) fn returning(&mut self, items: &[Item]) {
        if !items.is_empty() {
            self.push(" RETURNING ");
            self.items(items);
        }
    }

    fn grouping(&mut self, grouping: &Grouping) {
        match grouping {
            Grouping::Expr(expr) => self.any_expr(expr),
            Grouping::Rollup(sets) => self.grouping_sets("ROLLUP ", sets),
            Grouping::Cube(sets) => self.grouping_sets("CUBE ", sets),
            Grouping::Sets(sets) => self.grouping_sets("GROUPING SETS ", sets),
        }
    }

    fn grouping_sets(&mut self, keyword: &str, sets: &[Vec<Expr>]) {
        self.push(keyword);
        self.group(sets, |renderer, set| match &set[..] {
            [only] => renderer.any_expr(only),
            set => renderer.group(set, Renderer::any_expr),
        });
    }

    fn lock(&mut self, lock: &Lock) {
        let Lock { strength, of, wait } = lock;
        self.push(match strength {
            LockStrength::Update => " FOR UPDATE",
            LockStrength::NoKeyUpdate => " FOR NO KEY UPDATE",
            LockStrength::Share => " FOR SHARE",
            LockStrength::KeyShare => " FOR KEY SHARE",
        });
        if !of.is_empty() {
            self.push(" OF ");
            self.list(of, |renderer, of| match of {
                // Here PostgreSQL takes no schema.
                Qualifier::Table(table) => renderer.name(&table.name),
                Qualifier::Alias(alias) => renderer.name(alias),
                Qualifier::None => renderer.fault(|| "FOR UPDATE OF needs the name of a table".to_owned()),
            });
        }
        self.push(match wait {
            LockWait::Wait => "",
            LockWait::NoWait => " NOWAIT",
            LockWait::SkipLocked => " SKIP LOCKED",
        });
    }
}

/// How tightly a query binds as an operand of UNION and its kin; 0 if it needs parentheses in any case.
fn set_level(select: &Select) -> u8 {
    let Select { with, body, order_by, limit, with_ties: _, offset, locks } = select;
    let has_clauses =
        !with.is_empty() || !order_by.is_empty() || limit.is_some() || offset.is_some() || !locks.is_empty();
    match body {
        _ if has_clauses => 0,
        SelectBody::Set { operator, .. } => operator.precedence(),
        SelectBody::Core(_) | SelectBody::Values(_) => NO_SET_OPERATION,
        SelectBody::Raw(_) => 0,
    }
}
