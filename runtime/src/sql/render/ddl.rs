//! Data definition as text.

use std::fmt;

use super::names::is_plain;
use super::{Rendered, Renderer, render};
use crate::sql::{
    ColumnSource, ColumnSpec, CommentOn, ConstraintRule, CreateIndex, CreateTable, Ddl, EnumPlace,
    ForeignKey, IndexPart, IndexPartTerm, KeyAction, Name, Nulls, Order, TableConstraint, TableName, Timing,
};

impl Ddl {
    /// The statement as text; there are no parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.ddl(self))
    }

    /// The statement's text.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.render().sql
    }
}

impl fmt::Display for Ddl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_sql())
    }
}

impl Renderer {
    fn ddl(&mut self, ddl: &Ddl) {
        match ddl {
            Ddl::CreateSchema { name, if_not_exists } => self.create("SCHEMA ", *if_not_exists, name),
            Ddl::CreateExtension { name, if_not_exists } => self.create("EXTENSION ", *if_not_exists, name),
            Ddl::CreateEnum { name, labels } => {
                self.push("CREATE TYPE ");
                self.table_name(name);
                self.push(" AS ENUM ");
                self.group(labels, |renderer, label| renderer.text(label));
            }
            Ddl::AddEnumValue { name, label, place, if_not_exists } => {
                self.push("ALTER TYPE ");
                self.table_name(name);
                self.push(" ADD VALUE ");
                self.if_not_exists(*if_not_exists);
                self.text(label);
                self.place(place.as_ref());
            }
            Ddl::CreateTable(table) => self.create_table(table),
            Ddl::CreateIndex(index) => self.create_index(index),
            Ddl::AddConstraint { table, constraint } => {
                self.push("ALTER TABLE ");
                self.table_name(table);
                self.push(" ADD ");
                self.constraint_rule(constraint);
            }
            Ddl::Comment { on, text } => self.comment(on, text.as_deref()),
            Ddl::DropConstraint { table, name, if_exists } => {
                self.push("ALTER TABLE ");
                self.if_exists(*if_exists);
                self.table_name(table);
                self.push(" DROP CONSTRAINT ");
                self.if_exists(*if_exists);
                self.name(name);
            }
            Ddl::DropTable { name, if_exists } => self.drop("TABLE ", *if_exists, name),
            Ddl::DropType { name, if_exists } => self.drop("TYPE ", *if_exists, name),
            Ddl::DropSchema { name, if_exists } => {
                self.push("DROP SCHEMA ");
                self.if_exists(*if_exists);
                self.name(name);
            }
            Ddl::IfNew(inner) => self.if_new(inner),
        }
    }

    fn create(&mut self, what: &str, if_not_exists: bool, name: &str) {
        self.push("CREATE ");
        self.push(what);
        self.if_not_exists(if_not_exists);
        self.name(name);
    }

    fn drop(&mut self, what: &str, if_exists: bool, name: &TableName) {
        self.push("DROP ");
        self.push(what);
        self.if_exists(if_exists);
        self.table_name(name);
    }

    fn if_not_exists(&mut self, said: bool) {
        self.push(if said { "IF NOT EXISTS " } else { "" });
    }

    fn if_exists(&mut self, said: bool) {
        self.push(if said { "IF EXISTS " } else { "" });
    }

    fn place(&mut self, place: Option<&EnumPlace>) {
        match place {
            None => {}
            Some(EnumPlace::Before(label)) => {
                self.push(" BEFORE ");
                self.text(label);
            }
            Some(EnumPlace::After(label)) => {
                self.push(" AFTER ");
                self.text(label);
            }
        }
    }

    /// A block of PL/pgSQL, as a text constant.
    fn if_new(&mut self, inner: &Ddl) {
        let Rendered { sql, params: _, fault } = inner.render();
        if let Some(fault) = fault {
            self.fault(|| fault);
        }
        self.push("DO ");
        self.text(&format!("BEGIN {sql}; EXCEPTION WHEN duplicate_object THEN NULL; END"));
    }

    /// One line for each column and constraint.
    fn create_table(&mut self, table: &CreateTable) {
        let CreateTable { name, if_not_exists, columns, constraints } = table;
        self.push("CREATE TABLE ");
        self.if_not_exists(*if_not_exists);
        self.table_name(name);
        self.push(" (");
        let mut separator = "\n    ";
        for column in columns {
            self.push(separator);
            self.column_spec(column);
            separator = ",\n    ";
        }
        for constraint in constraints {
            self.push(separator);
            self.constraint_rule(constraint);
            separator = ",\n    ";
        }
        self.push("\n)");
    }

    fn column_spec(&mut self, column: &ColumnSpec) {
        let ColumnSpec { name, ty, collation, nullable, source } = column;
        self.name(name);
        self.push(" ");
        self.type_name(ty);
        if let Some(collation) = collation {
            self.push(" COLLATE ");
            self.name(collation);
        }
        match source {
            None => {}
            Some(ColumnSource::Default(sql)) if is_simple(sql) => {
                self.push(" DEFAULT ");
                self.fragment(sql);
            }
            Some(ColumnSource::Default(sql)) => self.in_parentheses(" DEFAULT ", sql),
            Some(ColumnSource::IdentityByDefault) => self.push(" GENERATED BY DEFAULT AS IDENTITY"),
            Some(ColumnSource::IdentityAlways) => self.push(" GENERATED ALWAYS AS IDENTITY"),
            Some(ColumnSource::Stored(sql)) => {
                self.in_parentheses(" GENERATED ALWAYS AS ", sql);
                self.push(" STORED");
            }
        }
        self.push(if *nullable { "" } else { " NOT NULL" });
    }

    /// ` keyword (the user's text)`
    fn in_parentheses(&mut self, keyword: &str, sql: &str) {
        self.push(keyword);
        self.push("(");
        self.fragment(sql);
        // A comment at its end would take the parenthesis with it.
        self.push(if sql.contains("--") { "\n)" } else { ")" });
        if sql.trim().is_empty() {
            self.fault(|| "an SQL expression of the schema is empty".to_owned());
        }
    }

    fn constraint_rule(&mut self, constraint: &TableConstraint) {
        let TableConstraint { name, rule } = constraint;
        self.push("CONSTRAINT ");
        self.name(name);
        match rule {
            ConstraintRule::PrimaryKey(columns) => {
                self.push(" PRIMARY KEY ");
                self.names(columns);
            }
            ConstraintRule::Unique { columns, nulls_not_distinct } => {
                self.push(if *nulls_not_distinct { " UNIQUE NULLS NOT DISTINCT " } else { " UNIQUE " });
                self.names(columns);
            }
            ConstraintRule::Check(sql) => self.in_parentheses(" CHECK ", sql),
            ConstraintRule::ForeignKey(key) => self.foreign_key(key),
        }
    }

    fn foreign_key(&mut self, key: &ForeignKey) {
        let ForeignKey { columns, target, target_columns, on_delete, on_update, timing } = key;
        self.push(" FOREIGN KEY ");
        self.names(columns);
        self.push(" REFERENCES ");
        self.table_name(target);
        self.push(" ");
        self.names(target_columns);
        self.action(" ON DELETE ", *on_delete);
        self.action(" ON UPDATE ", *on_update);
        self.push(match timing {
            Timing::Immediate => "",
            Timing::Deferrable => " DEFERRABLE",
            Timing::Deferred => " DEFERRABLE INITIALLY DEFERRED",
        });
    }

    fn action(&mut self, keyword: &str, action: Option<KeyAction>) {
        let Some(action) = action else { return };
        self.push(keyword);
        self.push(match action {
            KeyAction::NoAction => "NO ACTION",
            KeyAction::Restrict => "RESTRICT",
            KeyAction::Cascade => "CASCADE",
            KeyAction::SetNull => "SET NULL",
            KeyAction::SetDefault => "SET DEFAULT",
        });
    }

    fn create_index(&mut self, index: &CreateIndex) {
        let CreateIndex { name, table, unique, if_not_exists, method, parts, include, predicate } = index;
        self.push(if *unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
        self.if_not_exists(*if_not_exists);
        self.name(name);
        self.push(" ON ");
        self.table_name(table);
        if let Some(method) = method {
            self.push(" USING ");
            self.word(method);
        }
        self.push(" ");
        self.group(parts, Renderer::index_part);
        if !include.is_empty() {
            self.push(" INCLUDE ");
            self.names(include);
        }
        if let Some(predicate) = predicate {
            self.in_parentheses(" WHERE ", predicate);
        }
    }

    fn index_part(&mut self, part: &IndexPart) {
        let IndexPart { term, operator_class, order, nulls } = part;
        match term {
            IndexPartTerm::Column(name) => self.name(name),
            IndexPartTerm::Expression(sql) => self.in_parentheses("", sql),
        }
        if let Some(class) = operator_class {
            self.operator_class(class);
        }
        self.push(match order {
            Order::Asc => "",
            Order::Desc => " DESC",
        });
        self.push(match nulls {
            None => "",
            Some(Nulls::First) => " NULLS FIRST",
            Some(Nulls::Last) => " NULLS LAST",
        });
    }

    /// ` "schema".class(options)`
    fn operator_class(&mut self, class: &str) {
        let (name, options) = class.find('(').map_or((class, ""), |at| class.split_at(at));
        self.push(" ");
        for (index, part) in name.trim().split('.').enumerate() {
            self.push(if index > 0 { "." } else { "" });
            self.word(part);
        }
        self.push(options);
    }

    /// A name of the server's own, such as `gin`: quoted only where it must be.
    fn word(&mut self, word: &str) {
        if is_plain(word) { self.push(word) } else { self.name(word) }
    }

    fn comment(&mut self, on: &CommentOn, text: Option<&str>) {
        match on {
            CommentOn::Table(table) => {
                self.push("COMMENT ON TABLE ");
                self.table_name(table);
            }
            CommentOn::Column(table, column) => {
                self.push("COMMENT ON COLUMN ");
                self.table_name(table);
                self.push(".");
                self.name(column);
            }
        }
        self.push(" IS ");
        match text {
            Some(text) => self.text(text),
            None => self.push("NULL"),
        }
    }
}

/// Whether a DEFAULT needs no parentheses: a number, a word, a text, or one call (`now()`).
fn is_simple(sql: &Name) -> bool {
    let word = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
    };
    let inside = |open: char, close: char| {
        sql.strip_suffix(close)?
            .split_once(open)
            .map(|(before, inside)| (before.to_owned(), inside.to_owned()))
    };
    let is_call = inside('(', ')')
        .is_some_and(|(name, args)| word(&name) && !args.contains(['(', ')', '\'', '"', '\n', '-']));
    let is_text = inside('\'', '\'').is_some_and(|(before, text)| before.is_empty() && !text.contains('\''));
    word(sql) || is_call || is_text
}
