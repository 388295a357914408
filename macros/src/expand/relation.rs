//! A relationship as a constant: what differs from one with nothing special.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::expand::names::{columns_of, different, of_target, option, table_of};
use crate::model::{Cascade, Link, Model, Relation};

pub(super) fn expand(model: &Model, relation: &Relation) -> TokenStream {
    let krate = &model.krate;
    let name = relation.name.unraw().to_string();
    let kind = Ident::new(&format!("{:?}", relation.kind), Span::call_site());
    let target = table_of(krate, &relation.target);
    different(
        &quote!(#krate::RelationDef),
        &facts(model, relation),
        quote!(#krate::relation(#name, #krate::RelationKind::#kind, #target)),
    )
}

fn facts(model: &Model, relation: &Relation) -> Vec<TokenStream> {
    let (krate, target) = (&model.krate, &relation.target);
    let mut facts = Vec::new();
    if !relation.local.is_empty() {
        let local = relation.local.iter().map(|&position| &model.columns[position].name);
        facts.push(quote!(local: &[#(#local),*]));
    }
    if !relation.remote.is_empty() {
        let remote = columns_of(target, &relation.remote);
        facts.push(quote!(remote: #remote));
    }
    if let Some(link) = &relation.link {
        let link = self::link(krate, link);
        facts.push(quote!(link: #krate::Some(#link)));
    }
    if let Some(inverse) = &relation.inverse {
        let inverse = inverse.unraw().to_string();
        facts.push(quote!(inverse: #krate::Some(#inverse)));
    }
    facts.extend(cascade(krate, relation.cascade));
    for (name, is_so) in
        [(quote!(passive_deletes), relation.passive_deletes), (quote!(post_update), relation.post_update)]
    {
        if is_so {
            facts.push(quote!(#name: true));
        }
    }
    if !relation.order_by.is_empty() {
        let order_by = relation
            .order_by
            .iter()
            .map(|(column, descending)| quote!((#target::#column.name(), #descending)));
        facts.push(quote!(order_by: &[#(#order_by),*]));
    }
    if let Some(condition) = &relation.condition {
        facts.push(quote!(condition: #krate::Some(#condition)));
    }
    facts
}

fn link(krate: &Path, link: &Link) -> TokenStream {
    let (schema, name, local, remote, model) = match link {
        Link::Table { schema, name, local, remote } => (
            option(krate, schema.as_ref()),
            quote!(#name),
            quote!(&[#(#local),*]),
            quote!(&[#(#remote),*]),
            option(krate, None::<TokenStream>),
        ),
        Link::Model { model, local, remote } => {
            let table = of_target(krate, model, "TABLE");
            (
                quote!(#table.schema),
                quote!(#table.name),
                columns_of(model, local),
                columns_of(model, remote),
                option(krate, Some(table_of(krate, model))),
            )
        }
    };
    quote! {
        &#krate::LinkTable { schema: #schema, name: #name, local: #local, remote: #remote, model: #model }
    }
}

/// Nearly all relationships have the usual cascades.
fn cascade(krate: &Path, cascade: Cascade) -> Option<TokenStream> {
    let Cascade { save_update, delete, delete_orphan, merge, refresh_expire, expunge } = cascade;
    if save_update && merge && !delete && !delete_orphan && !refresh_expire && !expunge {
        return None;
    }
    Some(quote! {
        cascade: #krate::Cascade {
            save_update: #save_update,
            delete: #delete,
            delete_orphan: #delete_orphan,
            merge: #merge,
            refresh_expire: #refresh_expire,
            expunge: #expunge,
        }
    })
}
