//! `#[db_enum(..)]`, read and checked.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Path, Token};

use crate::attr::Once;
use crate::attr::read::{self, Known};
use crate::attr::words;
use crate::case::{self, Style};
use crate::crate_path;
use crate::db_enum::{DbEnum, Stored, Variant};
use crate::errors::Errors;
use crate::model::names;

/// `#[db_enum(..)]` on the enum, as written.
#[derive(Default)]
struct EnumAttr {
    name: Once<LitStr>,
    schema: Once<LitStr>,
    text: Once<()>,
    integer: Once<Ident>,
    rename_all: Once<Style>,
    krate: Once<Path>,
}

/// `#[db_enum(..)]` on a variant, as written.
#[derive(Default)]
struct VariantAttr {
    label: Once<LitStr>,
}

const ENUM: &[Known<EnumAttr>] = &[
    ("name", |attr, word, input, _| attr.name.set(word, read::text(word, input))),
    ("schema", |attr, word, input, _| attr.schema.set(word, read::text(word, input))),
    ("text", |attr, word, input, _| attr.text.set(word, read::flag(word, input))),
    ("integer", |attr, word, input, _| attr.integer.set(word, integer(word, input))),
    ("rename_all", |attr, word, input, _| attr.rename_all.set(word, rename_all(word, input))),
    ("crate", |attr, word, input, _| attr.krate.set(word, read::path(word, input))),
];

const VARIANT: &[Known<VariantAttr>] =
    &[("label", |attr, word, input, _| attr.label.set(word, read::text(word, input)))];

const INTEGERS: [&str; 3] = ["i16", "i32", "i64"];

/// The enum, as far as it could be read, and the mistakes.
pub(super) fn read(input: &DeriveInput) -> (Option<DbEnum>, Option<syn::Error>) {
    let mut errors = Errors::default();
    let Data::Enum(data) = &input.data else {
        errors.at(&input.ident, "`DbEnum` is for enums; for a struct around one value derive `DbNewtype`");
        return (None, errors.finish().err());
    };
    if !input.generics.params.is_empty() {
        errors.at(&input.generics.params, "an enum of labels cannot be generic: its variants hold no values");
        return (None, errors.finish().err());
    }
    let mut attr = EnumAttr::default();
    read::attributes(("db_enum", "`#[db_enum(..)]` on an enum"), &input.attrs, ENUM, &mut attr, &mut errors);
    let style = attr.rename_all.get().copied().unwrap_or(Style::Snake);
    let variants =
        data.variants.iter().map(|variant| Variant::read(variant, style, &attr, &mut errors)).collect();
    let mut db_enum = DbEnum {
        krate: crate_path::private(attr.krate.get()),
        vis: input.vis.clone(),
        ident: input.ident.clone(),
        stored: stored(&input.ident, &attr, &mut errors),
        variants,
        is_stand_in: false,
    };
    check(&db_enum, &mut errors);
    let error = errors.finish().err();
    db_enum.is_stand_in = error.is_some();
    (Some(db_enum), error)
}

/// `integer` or `integer = i16`
fn integer(word: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    if !input.peek(Token![=]) {
        read::flag(word, input)?;
        return Ok(Ident::new("i32", word.span()));
    }
    let ty = read::ident(word, input)?;
    if INTEGERS.iter().any(|known| ty == known) {
        return Ok(ty);
    }
    Err(words::unknown(&ty, "`integer`", INTEGERS.into_iter()))
}

fn rename_all(word: &Ident, input: ParseStream<'_>) -> syn::Result<Style> {
    let text = read::text(word, input)?;
    Style::named(&text.value()).ok_or_else(|| {
        let known = Style::names().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        syn::Error::new_spanned(text, format!("`rename_all` knows {known}"))
    })
}

fn stored(ident: &Ident, attr: &EnumAttr, errors: &mut Errors) -> Stored {
    if let (true, Some(word)) = (attr.text.is_set(), attr.integer.word()) {
        errors.at(word, "`text` and `integer` contradict each other: take one of them away");
    }
    let is_native = !attr.text.is_set() && !attr.integer.is_set();
    for word in [attr.name.word(), attr.schema.word()].into_iter().flatten().filter(|_| !is_native) {
        errors.at(word, format!("`{word}` names a PostgreSQL enum: take it away, or `text` and `integer`"));
    }
    if let Some(ty) = attr.integer.get() {
        return Stored::Integer(ty.clone());
    }
    if attr.text.is_set() {
        return Stored::Text;
    }
    let name = attr.name.get().map(|name| names::checked(name, "an enum type", errors));
    Stored::Native {
        schema: attr.schema.get().map(|schema| names::checked(schema, "a schema", errors)),
        name: name.unwrap_or_else(|| case::snake(&ident.unraw().to_string())),
    }
}

impl Variant {
    fn read(variant: &syn::Variant, style: Style, of: &EnumAttr, errors: &mut Errors) -> Self {
        let mut attr = VariantAttr::default();
        let place = ("db_enum", "`#[db_enum(..)]` on a variant");
        read::attributes(place, &variant.attrs, VARIANT, &mut attr, errors);
        if !matches!(variant.fields, Fields::Unit) {
            errors.at(&variant.fields, "a label holds no values: take the fields of the variant away");
        }
        let code = variant.discriminant.as_ref().map(|(_, code)| code.clone());
        if of.integer.is_set() && code.is_none() {
            let message =
                format!("an enum of integers says its numbers, so that they stay: `{} = 1`", variant.ident);
            errors.at(&variant.ident, message);
        }
        if let (true, Some(word)) = (of.integer.is_set(), attr.label.word()) {
            errors.at(word, "an enum of integers has numbers, not labels: take `label` away");
        }
        let written = attr.label.get().map(LitStr::value);
        Variant {
            label: written.unwrap_or_else(|| style.apply(&variant.ident.unraw().to_string())),
            ident: variant.ident.clone(),
            code,
        }
    }
}

/// Rules across variants: labels differ, and PostgreSQL keeps them as they are.
fn check(db_enum: &DbEnum, errors: &mut Errors) {
    if db_enum.variants.is_empty() {
        errors.at(&db_enum.ident, "an enum without variants has no values: write one");
    }
    if matches!(db_enum.stored, Stored::Integer(_)) {
        return;
    }
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for Variant { ident, label, .. } in &db_enum.variants {
        if let Some(first) = seen.insert(label, ident) {
            errors.at(ident, format!("the variant `{first}` has the label \"{label}\" already"));
        } else if matches!(db_enum.stored, Stored::Native { .. }) {
            names::check(label, ident, "a label", errors);
        } else if label.contains('\0') {
            errors.at(ident, "a label cannot contain NUL");
        }
    }
}
