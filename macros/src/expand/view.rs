//! `UserView`: an entity with its loaded relationships, to read; and how it is serialized.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::expand::names::{at, of_target};
use crate::model::{Model, Relation, RelationKind};

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, vis, ident) = (&model.krate, &model.vis, &model.ident);
    let view = format_ident!("{}View", ident.unraw());
    let doc = format!(
        "A read guard of an entity of [`{0}`](struct@{0}): derefs to the row; its methods give views of loaded relationships.",
        ident.unraw()
    );
    let walks = model.relations.iter().map(|relation| walk(model, relation));
    let serialize = model.serialize.then(|| serialize(model, &view));
    let target = target(model, &view);
    quote! {
        #[doc = #doc]
        #[derive(Clone, Copy)]
        #[allow(private_interfaces, missing_debug_implementations)]
        #vis struct #view<'s>(#krate::__private::View<'s, #ident>);

        #[allow(dead_code, private_interfaces)]
        impl<'s> #view<'s> {
            #(#walks)*
        }
        #[automatically_derived]
        impl<'s> ::core::ops::Deref for #view<'s> {
            type Target = #krate::__private::View<'s, #ident>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #[automatically_derived]
        impl #krate::__private::Viewed for #ident {
            type View<'s> = #view<'s>;
            fn view(__view: #krate::__private::View<'_, Self>) -> #view<'_> {
                #view(__view)
            }
        }
        #target
        #serialize
    }
}

/// What other models ask of this one.
fn target(model: &Model, view: &syn::Ident) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let views = |method: TokenStream, number: TokenStream, out: TokenStream, walk: TokenStream| {
        quote! {
            fn #method<'s, __M: #krate::__private::Mapped>(
                __from: &#krate::__private::View<'s, __M>,
                __relation: #krate::__private::Relation<__M, Self, #krate::__private::#number>,
            ) -> #krate::__private::Result<#out<#view<'s>>> {
                __from.#walk(__relation)
            }
        }
    };
    let many = views(quote!(views), quote!(Many), quote!(#krate::__private::Vec), quote!(many));
    let one = views(quote!(view), quote!(One), quote!(::core::option::Option), quote!(one));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Target for #ident {
            type Key = <#ident as #krate::__private::Model>::Key;
            type View<'s> = #view<'s>;
            const TABLE: &'static #krate::__private::TableDef = <#ident as #krate::__private::Model>::TABLE;
            fn table() -> &'static #krate::__private::TableDef {
                <#ident as #krate::__private::Model>::TABLE
            }
            fn meta() -> &'static #krate::__private::Meta {
                <#ident as #krate::__private::Mapped>::meta()
            }
            #many
            #one
        }
    }
}

/// `view.posts()?`, at the place of the other model's path: see [`of_target`].
fn walk(model: &Model, relation: &Relation) -> TokenStream {
    let (vis, ident, span) = (&model.vis, &model.ident, relation.target.span());
    let krate = at(span, &model.krate);
    let (name, target, docs) = (&relation.name, &relation.target, &relation.docs);
    let view = of_target(&model.krate, target, quote!(View<'s>));
    let (method, out) = if is_many(relation) {
        (quote!(views), quote_spanned!(span=> #krate::__private::Vec<#view>))
    } else {
        (quote!(view), quote_spanned!(span=> ::core::option::Option<#view>))
    };
    let method = of_target(&model.krate, target, method);
    let errors = "\n\n# Errors\n\nIt was not loaded, or an entity of it has no values yet.";
    quote_spanned! {span=>
        #(#docs)*
        #[doc = #errors]
        #vis fn #name(&self) -> #krate::__private::Result<#out> {
            #method(&self.0, #ident::#name)
        }
    }
}

/// One line for each relationship; the row itself is written by the user's `Serialize`.
fn serialize(model: &Model, view: &syn::Ident) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let lines = model.relations.iter().map(|relation| {
        let (name, method) = (&relation.name, if is_many(relation) { quote!(many) } else { quote!(one) });
        quote!(__out.#method(__walk, #ident::#name)?;)
    });
    quote! {
        #[automatically_derived]
        impl #krate::__private::SerializeRelations for #ident {
            fn serialize_relations<__O: #krate::__private::RelationsOut>(
                __walk: &#krate::__private::Walk<'_, Self>,
                __out: &mut __O,
            ) -> ::core::result::Result<(), __O::Error> {
                #(#lines)*
                ::core::result::Result::Ok(())
            }
        }
        #[automatically_derived]
        impl #krate::__private::Serialize for #view<'_> {
            fn serialize<__S: #krate::__private::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #krate::__private::Serialize::serialize(&self.0, __serializer)
            }
        }
    }
}

fn is_many(relation: &Relation) -> bool {
    matches!(relation.kind, RelationKind::HasMany | RelationKind::ManyToMany)
}
