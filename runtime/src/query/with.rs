//! WITH: where the definitions of a statement's parts stand.
//!
//! They are taken to the front of the whole statement, so that each stands once, and since one that writes may stand
//! nowhere else. Of two different definitions with one name the second stays with its part.

use crate::sql::{self, Cte, From, Select, SelectBody, Statement};

/// Name of a statement that writes, where only a SELECT can stand.
const CHANGED: &str = "changed";

/// Whether a statement changes data.
fn writes(cte: &Cte) -> bool {
    match cte.statement {
        Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_) | Statement::Merge(_) => true,
        Statement::Select(_) | Statement::Raw(_) => false,
    }
}

/// A query as a part of an expression. PostgreSQL lets none write there.
pub(crate) fn inside(query: Select, make: impl FnOnce(Box<Select>) -> sql::Expr) -> sql::Expr {
    match query.with.iter().find(|cte| writes(cte)) {
        None => make(Box::new(query)),
        Some(cte) => {
            let reason = format!(
                "`{}` changes data, and PostgreSQL allows that only in WITH of the whole statement, not of a subquery: \
                 join it, `.join(name.cte(..).on(..))`",
                cte.name
            );
            sql::Expr::Invalid(reason.into())
        }
    }
}

/// Takes the WITH of a statement out of it.
pub(crate) fn take_with(statement: &mut Statement) -> Vec<Cte> {
    with_of(statement).map(std::mem::take).unwrap_or_default()
}

fn with_of(statement: &mut Statement) -> Option<&mut Vec<Cte>> {
    match statement {
        Statement::Select(select) => Some(&mut select.with),
        Statement::Insert(insert) => Some(&mut insert.with),
        Statement::Update(update) => Some(&mut update.with),
        Statement::Delete(delete) => Some(&mut delete.with),
        Statement::Merge(merge) => Some(&mut merge.with),
        Statement::Raw(_) => None,
    }
}

/// Adds definitions that are not there yet, and returns those that must stay where they are, since another one has
/// their name, with what may use them.
#[must_use]
pub(crate) fn hoist(with: &mut Vec<Cte>, ctes: Vec<Cte>) -> Vec<Cte> {
    let mut stay = Vec::new();
    for cte in ctes {
        if stay.is_empty() && with.contains(&cte) {
            continue;
        }
        if stay.is_empty() && !with.iter().any(|other| other.name == cte.name) {
            with.push(cte);
        } else {
            stay.push(cte);
        }
    }
    stay
}

/// Adds a definition, the last of these, and the ones that it uses.
pub(crate) fn hoist_definition(with: &mut Vec<Cte>, ctes: Vec<Cte>) {
    let mut stay = hoist(with, ctes);
    if let Some(mut own) = stay.pop() {
        if let Some(inner) = with_of(&mut own.statement) {
            inner.splice(0..0, stay);
        }
        with.push(own);
    }
}

/// A statement as a SELECT; one that writes goes into WITH, under a name that is not among `taken`.
pub(crate) fn as_select(statement: Statement, taken: &[Cte]) -> Select {
    match statement {
        Statement::Select(select) => *select,
        mut statement => {
            let mut with = take_with(&mut statement);
            let name = free_name(taken.iter().chain(&with));
            let own = Cte {
                name: name.clone(),
                columns: Vec::new(),
                recursive: false,
                materialized: None,
                statement,
            };
            with.push(own);
            let from = sql::TableRef { name: sql::TableName::new(name), alias: None };
            let core = sql::SelectCore {
                items: sql::Expr::Star(None).into(),
                from: vec![From::Table(from)],
                ..sql::SelectCore::default()
            };
            Select { with, body: SelectBody::Core(Box::new(core)), ..Select::default() }
        }
    }
}

/// `changed`, `changed_2`, ..: the first that is not taken.
fn free_name<'a>(taken: impl Iterator<Item = &'a Cte> + Clone) -> sql::Name {
    let is_free = |name: &str| !taken.clone().any(|cte| &*cte.name == name);
    let numbered = (2..).map(|n| format!("{CHANGED}_{n}"));
    std::iter::once(CHANGED.to_owned()).chain(numbered).find(|name| is_free(name)).unwrap_or_default().into()
}

/// Renames the statements that write in a query where another one has their name.
pub(crate) fn rename_changed(query: &mut Select, taken: &[Cte]) {
    for at in 0..query.with.len() {
        let cte = &query.with[at];
        // Those of a key have columns; they are named in expressions and keep their names.
        if !writes(cte) || !cte.columns.is_empty() || !taken.iter().any(|other| other.name == cte.name) {
            continue;
        }
        let old = cte.name.clone();
        let new = free_name(taken.iter().chain(&query.with));
        query.with[at].name = new.clone();
        rename(&mut query.body, &old, &new);
    }
}

fn rename(body: &mut SelectBody, old: &sql::Name, new: &sql::Name) {
    match body {
        SelectBody::Set { left, right, .. } => {
            rename(&mut left.body, old, new);
            rename(&mut right.body, old, new);
        }
        SelectBody::Core(core) => {
            for from in &mut core.from {
                match from {
                    From::Table(table) if table.name.schema.is_none() && table.name.name == *old => {
                        table.name.name = new.clone();
                    }
                    From::Derived(derived) => rename(&mut derived.query.body, old, new),
                    _ => {}
                }
            }
        }
        SelectBody::Values(_) | SelectBody::Raw(_) => {}
    }
}
