//! A relationship as a constant.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::expand::names::{columns_of, of_target, option, table_of};
use crate::model::{Cascade, Link, Model, Relation};

pub(super) fn expand(model: &Model, relation: &Relation) -> TokenStream {
    let krate = &model.krate;
    let name = relation.name.unraw().to_string();
    let kind = Ident::new(&format!("{:?}", relation.kind), Span::call_site());
    let (target, remote) =
        (table_of(krate, &relation.target), columns_of(&relation.target, &relation.remote));
    let local = relation.local.iter().map(|&position| &model.columns[position].name);
    let link = option(relation.link.as_ref().map(|link| self::link(krate, link)));
    let inverse = option(relation.inverse.as_ref().map(|inverse| inverse.unraw().to_string()));
    let cascade = cascade(krate, relation.cascade);
    let (passive_deletes, post_update) = (relation.passive_deletes, relation.post_update);
    let order_by = relation.order_by.iter().map(|(column, descending)| {
        let target = &relation.target;
        quote!((#target::#column.name(), #descending))
    });
    let condition = option(relation.condition.as_ref());
    quote! {
        #krate::__private::RelationDef {
            name: #name,
            kind: #krate::__private::RelationKind::#kind,
            target: #target,
            local: &[#(#local),*],
            remote: #remote,
            link: #link,
            inverse: #inverse,
            cascade: #cascade,
            passive_deletes: #passive_deletes,
            post_update: #post_update,
            order_by: &[#(#order_by),*],
            condition: #condition,
        }
    }
}

fn link(krate: &Path, link: &Link) -> TokenStream {
    let (schema, name, local, remote, model) = match link {
        Link::Table { schema, name, local, remote } => (
            option(schema.as_ref()),
            quote!(#name),
            quote!(&[#(#local),*]),
            quote!(&[#(#remote),*]),
            option(None::<TokenStream>),
        ),
        Link::Model { model, local, remote } => (
            of_target(krate, model, quote!(TABLE.schema)),
            of_target(krate, model, quote!(TABLE.name)),
            columns_of(model, local),
            columns_of(model, remote),
            option(Some(table_of(krate, model))),
        ),
    };
    quote! {
        &#krate::__private::LinkTable {
            schema: #schema,
            name: #name,
            local: #local,
            remote: #remote,
            model: #model,
        }
    }
}

/// Nearly all relationships have the usual cascades.
fn cascade(krate: &Path, cascade: Cascade) -> TokenStream {
    let Cascade { save_update, delete, delete_orphan, merge, refresh_expire, expunge } = cascade;
    if save_update && merge && !delete && !delete_orphan && !refresh_expire && !expunge {
        return quote!(#krate::__private::Cascade::DEFAULT);
    }
    quote! {
        #krate::__private::Cascade {
            save_update: #save_update,
            delete: #delete,
            delete_orphan: #delete_orphan,
            merge: #merge,
            refresh_expire: #refresh_expire,
            expunge: #expunge,
        }
    }
}
