//! `#[model(..)]` on a field.

use syn::parse::ParseStream;
use syn::{Expr, Field, Ident, LitStr, Path, Token};

use crate::attr::docs::Comment;
use crate::attr::key::{self, CheckAttr, IndexAttr, Reference, UniqueAttr};
use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::attr::relation::{Kind, RelationAttr};
use crate::attr::words;
use crate::errors::Errors;

/// `#[model(..)]` on a field, as written.
#[derive(Default)]
pub(crate) struct ColumnAttr {
    pub(crate) rename: Once<LitStr>,
    pub(crate) primary_key: Once<()>,
    pub(crate) generated: Once<Generated>,
    pub(crate) default: Once<ProgramDefault>,
    pub(crate) server_default: Once<LitStr>,
    pub(crate) on_update: Once<Expr>,
    pub(crate) on_update_sql: Once<LitStr>,
    pub(crate) version: Once<Version>,
    pub(crate) unique: Once<UniqueAttr>,
    pub(crate) index: Once<IndexAttr>,
    pub(crate) checks: Vec<CheckAttr>,
    pub(crate) length: Once<i32>,
    pub(crate) precision: Once<i32>,
    pub(crate) scale: Once<i32>,
    pub(crate) collate: Once<LitStr>,
    pub(crate) references: Once<Reference>,
    pub(crate) belongs_to: Once<RelationAttr>,
    pub(crate) comment: Once<Comment>,
    pub(crate) skip: Once<()>,
    /// Every word that was read, in order.
    pub(crate) words: Vec<Ident>,
}

/// Who makes the value, as written.
pub(crate) enum Generated {
    /// `generated`
    Plain,
    /// `generated = by_default`
    ByDefault,
    /// `generated = always`
    Always,
    /// `generated = server`
    Server,
    /// `generated = ".."` or `stored = ".."`
    Stored(LitStr),
}

/// What the program fills in.
#[derive(Clone)]
pub(crate) enum ProgramDefault {
    /// `default`
    Trait,
    /// `default = ..`
    Expr(Expr),
}

/// Who makes the next version.
#[derive(Clone)]
pub(crate) enum Version {
    /// `version`: one more than before.
    Counter,
    /// `version = path`: a function of the user's.
    Generator(Path),
}

/// The options, in the order of documentation and messages.
const OPTIONS: &[Known<ColumnAttr>] = &[
    ("primary_key", |attr, word, input, _| attr.primary_key.set(word, read::flag(word, input))),
    ("generated", |attr, word, input, _| attr.generated.set(word, generated(word, input))),
    ("stored", |attr, word, input, _| {
        attr.generated.set(word, read::text(word, input).map(Generated::Stored))
    }),
    ("default", |attr, word, input, _| attr.default.set(word, default(word, input))),
    ("server_default", |attr, word, input, _| attr.server_default.set(word, read::text(word, input))),
    ("on_update", |attr, word, input, _| attr.on_update.set(word, read::expression(word, input))),
    ("on_update_sql", |attr, word, input, _| attr.on_update_sql.set(word, read::text(word, input))),
    ("version", |attr, word, input, _| attr.version.set(word, version(word, input))),
    ("unique", |attr, word, input, errors| attr.unique.set(word, key::column_unique(word, input, errors))),
    ("index", |attr, word, input, errors| attr.index.set(word, key::column_index(word, input, errors))),
    ("check", |attr, word, input, errors| {
        attr.checks.push(key::check(word, input, errors)?);
        Ok(())
    }),
    ("length", |attr, word, input, _| attr.length.set(word, read::integer(word, input, (1, 10_485_760)))),
    ("precision", |attr, word, input, _| attr.precision.set(word, read::integer(word, input, (1, 1000)))),
    ("scale", |attr, word, input, _| attr.scale.set(word, read::integer(word, input, (-1000, 1000)))),
    ("collate", |attr, word, input, _| attr.collate.set(word, read::text(word, input))),
    ("references", |attr, word, input, errors| {
        attr.references.set(word, key::column_references(word, input, errors))
    }),
    ("belongs_to", |attr, word, input, errors| {
        attr.belongs_to.set(word, RelationAttr::read(Kind::BelongsToHere, word, input, errors))
    }),
    ("rename", |attr, word, input, _| attr.rename.set(word, read::text(word, input))),
    ("comment", |attr, word, input, _| attr.comment.set(word, comment(word, input))),
    ("skip", |attr, word, input, _| attr.skip.set(word, read::flag(word, input))),
];

impl ColumnAttr {
    pub(crate) fn read(field: &Field, errors: &mut Errors) -> Self {
        let mut attr = ColumnAttr::default();
        attr.words = read::attributes(
            ("model", "`#[model(..)]` on a field"),
            &field.attrs,
            OPTIONS,
            &mut attr,
            errors,
        );
        attr
    }
}

fn generated(word: &Ident, input: ParseStream<'_>) -> syn::Result<Generated> {
    if read::is_bare(input) {
        return Ok(Generated::Plain);
    }
    if input.peek(Token![=]) && input.peek2(LitStr) {
        return Ok(Generated::Stored(read::text(word, input)?));
    }
    let who = read::ident(word, input)?;
    match who.to_string().as_str() {
        "by_default" => Ok(Generated::ByDefault),
        "always" => Ok(Generated::Always),
        "server" => Ok(Generated::Server),
        _ => Err(words::unknown(&who, "`generated`", ["by_default", "always", "server"].into_iter())),
    }
}

fn default(word: &Ident, input: ParseStream<'_>) -> syn::Result<ProgramDefault> {
    if read::is_bare(input) {
        return Ok(ProgramDefault::Trait);
    }
    read::expression(word, input).map(ProgramDefault::Expr)
}

fn version(word: &Ident, input: ParseStream<'_>) -> syn::Result<Version> {
    if read::is_bare(input) {
        return Ok(Version::Counter);
    }
    read::path(word, input).map(Version::Generator)
}

/// `comment` or `comment = ".."`
pub(super) fn comment(word: &Ident, input: ParseStream<'_>) -> syn::Result<Comment> {
    if read::is_bare(input) {
        return Ok(Comment::Docs);
    }
    read::text(word, input).map(Comment::Text)
}
