//! What a complete builder is, and a plain struct: a new row for a session, for an INSERT, for a relationship.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::create::Builder;
use crate::identity;
use crate::model::RelationKind;

pub(super) fn expand(builder: &Builder<'_>) -> TokenStream {
    let (krate, model, ident) = (&builder.model.krate, &builder.model.ident, &builder.ident);
    let parameters: Vec<_> = builder.parameters().collect();
    let generics = quote!(<#(#parameters: #krate::__private::IsGiven),*>);
    let of_builder = traits(builder, &generics, &quote!(#ident<#(#parameters),*>), &quote!(self.new));
    let of_struct = traits(
        builder,
        &TokenStream::new(),
        &quote!(#model),
        &quote!(#krate::__private::New::from_row(&self)),
    );
    let children = children(builder);
    quote!(#of_builder #of_struct #children)
}

/// `Create`, `Related` and `New` for something that has all that is required.
fn traits(builder: &Builder<'_>, generics: &TokenStream, ty: &TokenStream, new: &TokenStream) -> TokenStream {
    let (krate, model) = (&builder.model.krate, &builder.model.ident);
    quote! {
        #[automatically_derived]
        impl #generics #krate::__private::Create for #ty {
            type Model = #model;
            fn into_new(self) -> #krate::__private::New<#model> {
                #new
            }
        }
        #[automatically_derived]
        impl #generics #krate::__private::Related<#model> for #ty {
            fn into_link(self) -> #krate::__private::Link {
                #krate::__private::Link::nested(#new)
            }
        }
        #[automatically_derived]
        impl #generics #krate::__private::NewValues<#model> for #ty {
            fn into_new(self) -> #krate::__private::NewRow {
                #krate::__private::new_row(#new)
            }
        }
    }
}

/// Once per `belongs_to`: complete but for this parent.
fn children(builder: &Builder<'_>) -> TokenStream {
    let (krate, model, ident) = (&builder.model.krate, &builder.model.ident, &builder.ident);
    let markers = &builder.markers;
    let relations = builder.model.relations.iter().enumerate();
    let parents = relations.filter(|(_, relation)| relation.kind == RelationKind::BelongsTo);
    let each = parents.map(|(at, relation)| {
        let is_given_by =
            |required: &super::Required<'_>| required.relations.iter().any(|(given, _)| *given == at);
        let others = builder.required.iter().filter(|required| !is_given_by(required));
        let bounds = others.map(|required| &required.parameter);
        let arguments = builder.required.iter().map(|required| {
            let (parameter, marker) = (&required.parameter, &required.marker);
            if is_given_by(required) {
                quote!(#krate::__private::Missing<#markers::#marker>)
            } else {
                quote!(#parameter)
            }
        });
        let (target, hash) = (&relation.target, identity::relation(&relation.name));
        quote! {
            #[automatically_derived]
            impl<#(#bounds: #krate::__private::IsGiven),*> #krate::__private::Child<#target, #hash>
                for #ident<#(#arguments),*>
            {
                type Model = #model;
                fn into_link(self) -> #krate::__private::Link {
                    #krate::__private::Link::nested(self.new)
                }
            }
        }
    });
    each.collect()
}
