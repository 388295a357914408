//! Foreign keys: `references(..)` on a column, `foreign_key(..)` on the struct.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Path, Token};

use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::attr::words;
use crate::errors::Errors;

/// A model, and columns of it where they are not its primary key.
pub(crate) struct Target {
    pub(crate) model: Path,
    pub(crate) columns: Vec<Ident>,
}

/// `references(Other, on_delete = cascade)`
pub(crate) struct Reference {
    pub(crate) word: Ident,
    pub(crate) target: Target,
    pub(crate) actions: ActionsAttr,
}

/// `foreign_key(columns(a, b), references = Other(x, y))`
pub(crate) struct ForeignKeyAttr {
    pub(crate) word: Ident,
    pub(crate) columns: Once<Vec<Ident>>,
    pub(crate) target: Once<Target>,
    pub(crate) actions: ActionsAttr,
}

/// What a foreign key does when its target goes or changes, and when it is checked.
#[derive(Default)]
pub(crate) struct ActionsAttr {
    pub(crate) name: Once<LitStr>,
    pub(crate) on_delete: Once<Ident>,
    pub(crate) on_update: Once<Ident>,
    pub(crate) deferrable: Once<()>,
    pub(crate) initially_deferred: Once<()>,
}

/// Word and variant of `ReferentialAction`.
const ACTIONS: [(&str, &str); 5] = [
    ("cascade", "Cascade"),
    ("restrict", "Restrict"),
    ("set_null", "SetNull"),
    ("set_default", "SetDefault"),
    ("no_action", "NoAction"),
];

/// The variant of `ReferentialAction` for a word that was read.
pub(crate) fn action_name(word: &Ident) -> Ident {
    let variant = ACTIONS.iter().find(|(name, _)| word == name).map_or("NoAction", |(_, variant)| variant);
    Ident::new(variant, word.span())
}

const REFERENCE: &[Known<ActionsAttr>] = &[
    ("on_delete", |attr, word, input, _| attr.on_delete.set(word, action(word, input))),
    ("on_update", |attr, word, input, _| attr.on_update.set(word, action(word, input))),
    ("deferrable", |attr, word, input, _| attr.deferrable.set(word, read::flag(word, input))),
    ("initially_deferred", |attr, word, input, _| attr.initially_deferred.set(word, read::flag(word, input))),
    ("name", |attr, word, input, _| attr.name.set(word, read::text(word, input))),
];

const FOREIGN_KEY: &[Known<ForeignKeyAttr>] = &[
    ("columns", |attr, word, input, errors| attr.columns.set(word, read::names(word, input, errors))),
    ("references", |attr, word, input, errors| attr.target.set(word, assigned_target(word, input, errors))),
    ("on_delete", |attr, word, input, _| attr.actions.on_delete.set(word, action(word, input))),
    ("on_update", |attr, word, input, _| attr.actions.on_update.set(word, action(word, input))),
    ("deferrable", |attr, word, input, _| attr.actions.deferrable.set(word, read::flag(word, input))),
    ("initially_deferred", |attr, word, input, _| {
        attr.actions.initially_deferred.set(word, read::flag(word, input))
    }),
    ("name", |attr, word, input, _| attr.actions.name.set(word, read::text(word, input))),
];

/// `references(Other)`, `references(Other::column)`, `references(Other(column), on_delete = cascade)`.
pub(crate) fn column_references(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<Reference> {
    let mut target = None;
    let mut actions = ActionsAttr::default();
    read::list(word, input, errors, |input, errors| {
        if target.is_none() && !input.peek2(Token![=]) {
            target = Some(split_column(reference_target(input, errors)?));
            return Ok(());
        }
        read::option(input, REFERENCE, "`references(..)`", &mut actions, errors)
    })?;
    let missing = || syn::Error::new_spanned(word, "`references` begins with a model: `references(User)`");
    Ok(Reference { word: word.clone(), target: target.ok_or_else(missing)?, actions })
}

/// `foreign_key(columns(a, b), references = Other(x, y), on_delete = cascade)` on the struct.
pub(crate) fn foreign_key(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<ForeignKeyAttr> {
    let mut attr = ForeignKeyAttr {
        word: word.clone(),
        columns: Once::default(),
        target: Once::default(),
        actions: ActionsAttr::default(),
    };
    read::list(word, input, errors, |input, errors| {
        read::option(input, FOREIGN_KEY, "`foreign_key(..)`", &mut attr, errors)
    })?;
    if attr.columns.is_set() && attr.target.is_set() {
        return Ok(attr);
    }
    Err(syn::Error::new_spanned(
        word,
        "`foreign_key` needs columns and a model: `foreign_key(columns(a, b), references = Other)`",
    ))
}

/// `Other` or `Other(x, y)`
pub(crate) fn reference_target(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Target> {
    let model = input.call(Path::parse_mod_style)?;
    let mut columns = Vec::new();
    if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        read::items(&content, errors, |input, _| {
            columns.push(input.call(Ident::parse_any)?);
            Ok(())
        });
    }
    Ok(Target { model, columns })
}

fn assigned_target(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Target> {
    if !input.peek(Token![=]) {
        let message = "`references` takes a model: `references = Other(x, y)`";
        return Err(syn::Error::new_spanned(word, message));
    }
    input.parse::<Token![=]>()?;
    reference_target(input, errors)
}

/// `Other::column` is a column, `module::Other` is a model: models begin with a capital.
fn split_column(mut target: Target) -> Target {
    let segments = &mut target.model.segments;
    let names_column = target.columns.is_empty()
        && segments.len() > 1
        && segments
            .last()
            .is_some_and(|last| !last.ident.unraw().to_string().starts_with(char::is_uppercase));
    if names_column && let Some(last) = segments.pop() {
        target.columns.push(last.ident);
        segments.pop_punct();
    }
    target
}

/// `cascade`, `restrict`, `set_null`, `set_default` or `no_action`.
pub(crate) fn action(word: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    let action = read::ident(word, input)?;
    if ACTIONS.iter().any(|(name, _)| action == name) {
        return Ok(action);
    }
    Err(words::unknown(&action, &format!("`{word}`"), ACTIONS.iter().map(|(name, _)| *name)))
}
