//! FROM and everything that may stand there.

use super::Renderer;
use crate::sql::{
    DerivedTable, From, FunctionTable, Join, JoinKind, Name, RecordTable, SampledTable, TableName, TableRef,
};

impl Renderer {
    /// ` FROM a, b`, or USING; nothing if there is none. `beside` is the table that the statement changes.
    pub(super) fn sources(&mut self, keyword: &str, from: &[From], beside: Option<&TableRef>) {
        if from.is_empty() {
            return;
        }
        self.check_names(from, beside);
        self.push(keyword);
        self.list(from, Renderer::from);
    }

    pub(super) fn from(&mut self, from: &From) {
        match from {
            From::Table(table) => self.table_ref(table),
            From::Derived(derived) => {
                let DerivedTable { lateral, query, alias, columns } = &**derived;
                self.lateral(*lateral);
                self.subquery(query);
                self.alias_with_columns(alias, columns);
            }
            From::Function(function) => {
                let FunctionTable { lateral, call, with_ordinality, alias, columns } = &**function;
                self.lateral(*lateral);
                self.call(call);
                if *with_ordinality {
                    self.push(" WITH ORDINALITY");
                }
                self.alias_with_columns(alias, columns);
            }
            From::Record(record) => self.record(record),
            From::Sample(sample) => self.sample(sample),
            From::Join(join) => self.join(join),
        }
    }

    fn lateral(&mut self, lateral: bool) {
        if lateral {
            self.push("LATERAL ");
        }
    }

    fn alias_with_columns(&mut self, alias: &str, columns: &[Name]) {
        self.alias(Some(alias));
        if !columns.is_empty() {
            self.names(columns);
        }
    }

    fn record(&mut self, record: &RecordTable) {
        let RecordTable { lateral, call, alias, columns } = record;
        self.lateral(*lateral);
        self.call(call);
        self.alias(Some(alias));
        self.group(columns, |renderer, (name, ty)| {
            renderer.name(name);
            renderer.push(" ");
            renderer.type_name(ty);
        });
    }

    fn sample(&mut self, sample: &SampledTable) {
        let SampledTable { table, method, args, repeatable } = sample;
        self.table_ref(table);
        self.push(" TABLESAMPLE ");
        self.function_name(None, method);
        self.group(args, Renderer::any_expr);
        if let Some(seed) = repeatable {
            self.push(" REPEATABLE (");
            self.any_expr(seed);
            self.push(")");
        }
    }

    fn join(&mut self, join: &Join) {
        let Join { left, kind, right, on } = join;
        self.from(left);
        self.push(match kind {
            JoinKind::Inner => " JOIN ",
            JoinKind::Left => " LEFT JOIN ",
            JoinKind::Right => " RIGHT JOIN ",
            JoinKind::Full => " FULL JOIN ",
            JoinKind::Cross => " CROSS JOIN ",
        });
        // Joins are read from the left.
        if matches!(right, From::Join(_)) {
            self.push("(");
            self.from(right);
            self.push(")");
        } else {
            self.from(right);
        }
        match (kind, on) {
            (JoinKind::Cross, None) => {}
            (JoinKind::Cross, Some(_)) => self.fault(|| "a CROSS JOIN has a condition".to_owned()),
            (JoinKind::Inner | JoinKind::Left | JoinKind::Right | JoinKind::Full, Some(on)) => {
                self.clause(" ON ", Some(on));
            }
            (JoinKind::Inner | JoinKind::Left | JoinKind::Right | JoinKind::Full, None) => {
                self.push(" ON TRUE");
            }
        }
    }

    /// A name stands once in FROM. The server would say so as well, but only for what it can see of the types.
    pub(super) fn check_names(&mut self, from: &[From], beside: Option<&TableRef>) {
        if let ([From::Table(_) | From::Derived(_) | From::Function(_)], None) = (from, beside) {
            return;
        }
        let mut seen = Vec::with_capacity(8);
        if let Some(table) = beside {
            seen.push(known_as(table));
        }
        for entry in from {
            collect(entry, &mut seen);
        }
        let twice =
            seen.iter().enumerate().find(|(index, entry)| seen[..*index].iter().any(|it| clash(it, entry)));
        if let Some((_, (name, _))) = twice {
            self.fault(|| format!("`{name}` stands twice in FROM: give one of the two an alias"));
        }
    }
}

/// A name in FROM, and the table if it goes by its own name.
type Known<'a> = (&'a str, Option<&'a TableName>);

fn known_as(table: &TableRef) -> Known<'_> {
    match &table.alias {
        Some(alias) => (alias, None),
        None => (&table.name.name, Some(&table.name)),
    }
}

fn collect<'a>(from: &'a From, seen: &mut Vec<Known<'a>>) {
    match from {
        From::Table(table) => seen.push(known_as(table)),
        From::Sample(sample) => seen.push(known_as(&sample.table)),
        From::Derived(derived) => seen.push((&derived.alias, None)),
        From::Function(function) => seen.push((&function.alias, None)),
        From::Record(record) => seen.push((&record.alias, None)),
        From::Join(join) => {
            collect(&join.left, seen);
            collect(&join.right, seen);
        }
    }
}

/// Tables of one name in two schemas may stand beside each other.
fn clash((left, left_table): &Known<'_>, (right, right_table): &Known<'_>) -> bool {
    left == right && (left_table == right_table || left_table.is_none() || right_table.is_none())
}
