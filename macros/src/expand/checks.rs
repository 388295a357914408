//! What the compiler is asked to check: one short constant per rule, at the word it is about.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::attr::Version;
use crate::expand::names::{at, of_field, of_target_model};
use crate::model::{Column, ForeignKey, Generated, Model, Relation};
use crate::spans::moved_to;
use crate::types;

pub(super) fn expand(model: &Model) -> TokenStream {
    if model.is_stand_in {
        return TokenStream::new();
    }
    let mut checks: Vec<TokenStream> = Vec::new();
    checks.extend(model.key_columns().filter_map(|column| never_null(model, column)));
    for column in &model.columns {
        checks.extend(counts(model, column));
        checks.extend(modifiers(model, column));
    }
    for foreign in &model.foreign_keys {
        checks.extend(can_be_null(model, foreign));
        checks.push(same_type(model, foreign));
    }
    checks.extend(model.relations.iter().filter_map(|relation| inverse(model, relation)));
    checks.into_iter().collect()
}

fn assert(krate: &Path, span: Span, condition: &TokenStream, message: &str) -> TokenStream {
    let krate = at(span, krate);
    quote_spanned!(span=> const _: () = #krate::check(#condition, #message);)
}

/// A primary key is never NULL, not even behind a type alias.
fn never_null(model: &Model, column: &Column) -> Option<TokenStream> {
    if types::is_integer(&column.ty) {
        return None;
    }
    let nullable = of_field(&model.krate, column, "NULLABLE");
    let message =
        format!("a primary key column is never NULL: use a type without `Option` for `{}`", column.ident);
    Some(assert(&model.krate, column.ty.span(), &quote!(!#nullable), &message))
}

/// Identities and counted versions are integers.
fn counts(model: &Model, column: &Column) -> Option<TokenStream> {
    if types::is_integer(&column.ty) {
        return None;
    }
    let is_identity = matches!(column.generated, Some(Generated::ByDefault | Generated::Always));
    let message = if is_identity {
        "an identity column is an integer (i16, i32, i64); for what the database makes otherwise write `generated = server`"
    } else if matches!(column.version, Some(Version::Counter)) {
        "a version that counts is an integer (i16, i32, i64); for other versions name a function, `version = path`"
    } else {
        return None;
    };
    Some(assert(&model.krate, column.ty.span(), &of_field(&model.krate, column, "IS_INTEGER"), message))
}

/// `length`, `precision` and `scale` are for types that have them.
fn modifiers(model: &Model, column: &Column) -> Option<TokenStream> {
    let (question, message) = match column.modifiers.len() {
        0 => return None,
        1 if column.has_length => ("HAS_LENGTH", "`length` is for texts and bit strings"),
        1 => ("HAS_PRECISION", "`precision` is for numeric columns, dates and times"),
        _ => ("HAS_SCALE", "`scale` is for numeric columns"),
    };
    Some(assert(&model.krate, column.ty.span(), &of_field(&model.krate, column, question), message))
}

/// What is set to NULL can be NULL.
fn can_be_null(model: &Model, foreign: &ForeignKey) -> Vec<TokenStream> {
    let set_null =
        [&foreign.on_delete, &foreign.on_update].into_iter().flatten().find(|action| *action == "SetNull");
    let Some(action) = set_null else { return Vec::new() };
    let columns = foreign.columns.iter().map(|&position| &model.columns[position]);
    let check = |column: &Column| {
        let nullable = of_field(&model.krate, column, "NULLABLE");
        let message =
            format!("`set_null` needs a column that can be NULL: make `{}` an `Option`", column.ident);
        assert(&model.krate, action.span(), &nullable, &message)
    };
    columns.map(check).collect()
}

/// A column has the type of the key that it refers to.
fn same_type(model: &Model, foreign: &ForeignKey) -> TokenStream {
    let target = &foreign.target;
    let columns = foreign.columns.iter().map(|&position| &model.columns[position]);
    let types: Vec<_> = columns.map(|column| &column.ty).collect();
    if foreign.target_columns.is_empty() {
        let (krate, key) =
            (at(target.span(), &model.krate), of_target_model(&model.krate, target, "Model", "Key"));
        return match &types[..] {
            [ty] => {
                quote_spanned!(target.span()=> const _: () = #krate::assert_refers::<#ty, #key>();)
            }
            _ => quote_spanned! {target.span()=>
                const _: () = #krate::assert_refer::<(#(#types,)*), #key>();
            },
        };
    }
    let pairs = types.iter().zip(&foreign.target_columns).map(|(ty, column)| {
        let krate = at(ty.span(), &model.krate);
        quote_spanned! {ty.span()=>
            const _: () = #krate::assert_refers_to::<#ty, _, _>(#target::#column);
        }
    });
    pairs.collect()
}

/// Both sides of a relationship name each other.
fn inverse(model: &Model, relation: &Relation) -> Option<TokenStream> {
    let (ident, target) = (&model.ident, &relation.target);
    let (name, inverse) = (&relation.name, relation.inverse.as_ref()?);
    let krate = at(inverse.span(), &model.krate);
    let message = format!(
        "`{ident}::{name}` has `inverse = {inverse}`, but its inverse does not say `inverse = {name}`",
    );
    let name_text = name.unraw().to_string();
    let there = moved_to(inverse.span(), quote!(#target::#inverse));
    Some(quote_spanned! {inverse.span()=>
        const _: () = #krate::check(#krate::is_inverse(#ident::#name, #there, #name_text), #message);
    })
}
