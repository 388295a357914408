//! `UserView`: an entity with its loaded relationships, to read; and how it is serialized.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::expand::constants::documented;
use crate::expand::names::{at, of_target, of_target_model};
use crate::model::{Model, Relation, RelationKind};

/// `UserView`
fn ident(model: &Model) -> Ident {
    format_ident!("{}View", model.ident.unraw())
}

/// The struct.
pub(super) fn declaration(model: &Model) -> TokenStream {
    let (krate, vis, ident, view) = (&model.outer, &model.vis, &model.ident, ident(model));
    let doc = format!(
        "A read guard of an entity of [`{0}`](struct@{0}): derefs to the row; its methods give views of loaded relationships.",
        ident.unraw()
    );
    quote! {
        #[doc = #doc]
        #[allow(private_interfaces, missing_debug_implementations)]
        #vis struct #view<'s>(#krate::View<'s, #ident>);
    }
}

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident, view) = (&model.krate, &model.ident, ident(model));
    let walks = model.relations.iter().map(|relation| walk(model, relation));
    let serialize = model.serialize.then(|| serialize(model, &view));
    quote! {
        impl<'s> #view<'s> {
            #(#walks)*
        }
        #[automatically_derived]
        impl ::core::clone::Clone for #view<'_> {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl ::core::marker::Copy for #view<'_> {}
        #[automatically_derived]
        impl<'s> ::core::ops::Deref for #view<'s> {
            type Target = #krate::View<'s, #ident>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #[automatically_derived]
        impl #krate::Viewed for #ident {
            type View<'s> = #view<'s>;
            fn view(__view: #krate::View<'_, Self>) -> #view<'_> {
                #view(__view)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Target for #ident {
            type Model = #ident;
        }
        #serialize
    }
}

/// `view.posts()?`, at the place of the other model's path: see [`of_target`].
fn walk(model: &Model, relation: &Relation) -> TokenStream {
    let (vis, ident, span) = (&model.vis, &model.ident, relation.target.span());
    let krate = at(span, &model.krate);
    let (name, target) = (&relation.name, &relation.target);
    let docs =
        documented(&relation.docs, || format!("What is loaded of the relationship `{}`.", name.unraw()));
    let view = of_target_model(&model.krate, target, "Viewed", "View");
    let (method, out) = if is_many(relation) {
        ("views", quote_spanned!(span=> #krate::Vec<#view<'s>>))
    } else {
        ("view", quote_spanned!(span=> #krate::Option<#view<'s>>))
    };
    let method = of_target(&model.krate, target, method);
    let errors = "\n\n# Errors\n\nIt was not loaded, or an entity of it has no values yet.";
    quote_spanned! {span=>
        #docs
        #[doc = #errors]
        #vis fn #name(&self) -> #krate::Result<#out> {
            #method(&self.0, #ident::#name)
        }
    }
}

/// One line for each relationship; the row itself is written by the user's `Serialize`.
fn serialize(model: &Model, view: &Ident) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let lines = model.relations.iter().map(|relation| {
        let (name, method) = (&relation.name, if is_many(relation) { quote!(many) } else { quote!(one) });
        quote!(__out.#method(__walk, #ident::#name)?;)
    });
    quote! {
        #[automatically_derived]
        impl #krate::SerializeRelations for #ident {
            fn serialize_relations<__O: #krate::RelationsOut>(
                __walk: &#krate::Walk<'_, Self>,
                __out: &mut __O,
            ) -> ::core::result::Result<(), __O::Error> {
                #(#lines)*
                #krate::Ok(())
            }
        }
        #[automatically_derived]
        impl #krate::Serialize for #view<'_> {
            fn serialize<__S: #krate::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #krate::Serialize::serialize(&self.0, __serializer)
            }
        }
    }
}

fn is_many(relation: &Relation) -> bool {
    matches!(relation.kind, RelationKind::HasMany | RelationKind::ManyToMany)
}
