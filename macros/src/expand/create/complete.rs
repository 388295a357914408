//! What a complete builder is, and a plain struct: a new row for a session, for an INSERT, for a relationship.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::expand::at;
use crate::expand::create::Builder;
use crate::identity;
use crate::model::RelationKind;
use crate::spans::moved_to;

pub(super) fn expand(builder: &Builder<'_>) -> TokenStream {
    let (krate, model, ident) = (&builder.model.krate, &builder.model.ident, &builder.ident);
    let parameters: Vec<_> = builder.parameters().collect();
    let span = model.span();
    let moved = at(span, krate);
    let generics = quote_spanned!(span=> <#(#parameters: #moved::IsGiven),*>);
    let of_builder = traits(builder, &generics, &quote!(#ident<#(#parameters),*>), &quote!(self.new));
    let of_struct =
        traits(builder, &TokenStream::new(), &quote!(#model), &quote!(#krate::New::from_row(&self)));
    let children = children(builder);
    quote!(#of_builder #of_struct #children)
}

/// `Create`, `Related` and `New` for something that has all that is required.
fn traits(builder: &Builder<'_>, generics: &TokenStream, ty: &TokenStream, new: &TokenStream) -> TokenStream {
    let model = &builder.model.ident;
    let krate = at(model.span(), &builder.model.krate);
    let ty = moved_to(model.span(), ty.clone());
    // At the struct's name, and not marked as derived: the compiler shows what is missing without advice on
    // macros.
    quote_spanned! {model.span()=>
        impl #generics #krate::Create for #ty {
            type Model = #model;
            fn into_new(self) -> #krate::New<#model> {
                #new
            }
        }
        impl #generics #krate::Related<#model> for #ty {
            fn into_link(self) -> #krate::Link {
                #krate::Link::nested(#new)
            }
        }
        impl #generics #krate::NewValues<#model> for #ty {
            fn into_new(self) -> #krate::NewRow {
                #krate::new_row(#new)
            }
        }
    }
}

/// Once per `belongs_to`: complete but for this parent.
fn children(builder: &Builder<'_>) -> TokenStream {
    let (model, ident) = (&builder.model.ident, &builder.ident);
    let krate = at(model.span(), &builder.model.krate);
    let markers = &builder.markers;
    let relations = builder.model.relations.iter().enumerate();
    let parents = relations.filter(|(_, relation)| relation.kind == RelationKind::BelongsTo);
    let each = parents.map(|(position, relation)| {
        let is_given_by =
            |required: &super::Required<'_>| required.relations.iter().any(|(given, _)| *given == position);
        let others = builder.required.iter().filter(|required| !is_given_by(required));
        let bounds = others.map(|required| &required.parameter);
        let arguments = builder.required.iter().map(|required| {
            let (parameter, marker) = (&required.parameter, &required.marker);
            if is_given_by(required) {
                quote_spanned!(model.span()=> #krate::Missing<#markers::#marker>)
            } else {
                quote!(#parameter)
            }
        });
        let (target, hash) = (&relation.target, identity::relation(&relation.name, model.span()));
        quote_spanned! {model.span()=>
            impl<#(#bounds: #krate::IsGiven),*> #krate::Child<#target, #hash>
                for #ident<#(#arguments),*>
            {
                type Model = #model;
                fn into_link(self) -> #krate::Link {
                    #krate::Link::nested(self.new)
                }
            }
        }
    });
    each.collect()
}
