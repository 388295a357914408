//! `User`, `User::email`, `User::posts`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Ident};

use crate::model::{Column, Model, Relation, RelationKind};

/// The constant that is named like the model.
pub(super) fn table(model: &Model) -> TokenStream {
    let (krate, vis, ident) = (&model.outer, &model.vis, &model.ident);
    let table = format!("The table of [`{0}`](struct@{0}), for statements.", ident.unraw());
    quote! {
        #[doc = #table]
        #[allow(non_upper_case_globals, dead_code)]
        #vis const #ident: #krate::Table<#ident> = #krate::Table::new();
    }
}

/// The columns and relationships of a model.
pub(super) fn expand(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let columns = model.columns.iter().enumerate().map(|(index, column)| self::column(model, index, column));
    let relations =
        model.relations.iter().enumerate().map(|(index, relation)| self::relation(model, index, relation));
    quote! {
        impl #ident {
            #(#columns)*
            #(#relations)*
        }
    }
}

fn column(model: &Model, index: usize, column: &Column) -> TokenStream {
    let (krate, model) = (&model.krate, &model.ident);
    let (vis, ident, ty) = (&column.vis, &column.ident, &column.ty);
    let docs = documented(&column.docs, || format!("The column `{}`.", column.name));
    let value = column_value(krate, index, column);
    quote! {
        #docs
        #vis const #ident: #krate::Column<#model, #ty> = #value;
    }
}

/// A column as a value, of whatever table.
pub(super) fn column_value(krate: &syn::Path, index: usize, column: &Column) -> TokenStream {
    let (name, index) = (&column.name, position(index));
    quote!(#krate::Column::new(#name, #index))
}

fn relation(model: &Model, index: usize, relation: &Relation) -> TokenStream {
    let (krate, vis, ident) = (&model.krate, &model.vis, &relation.name);
    let ty = relation_type(krate, &model.ident, relation);
    let value = relation_value(krate, index, relation);
    let docs = documented(&relation.docs, || format!("The relationship `{}`.", ident.unraw()));
    quote! {
        #docs
        #vis const #ident: #ty = #value;
    }
}

/// A relationship as a value, of whatever table.
pub(super) fn relation_value(krate: &syn::Path, index: usize, relation: &Relation) -> TokenStream {
    let (name, index) = (relation.name.unraw().to_string(), position(index));
    quote!(#krate::Relation::new(#name, #index))
}

/// `Relation<User, Post, Many>`
pub(super) fn relation_type(krate: &syn::Path, source: &Ident, relation: &Relation) -> TokenStream {
    let (target, number) = (&relation.target, number(relation));
    quote!(#krate::Relation<#source, #target, #krate::#number>)
}

fn number(relation: &Relation) -> Ident {
    let name = match relation.kind {
        RelationKind::BelongsTo | RelationKind::HasOne => "One",
        RelationKind::HasMany | RelationKind::ManyToMany => "Many",
    };
    format_ident!("{name}", span = Span::call_site())
}

fn position(index: usize) -> proc_macro2::Literal {
    proc_macro2::Literal::usize_unsuffixed(index)
}

/// The user's documentation comment, or one that says at least what it is.
pub(super) fn documented(docs: &[Attribute], otherwise: impl FnOnce() -> String) -> TokenStream {
    if !docs.is_empty() {
        return quote!(#(#docs)*);
    }
    let text = otherwise();
    quote!(#[doc = #text])
}
