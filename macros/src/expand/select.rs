//! What makes a model something that statements can read and select.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::identity;
use crate::model::Model;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let columns = model.columns.iter().map(|column| column.name.as_str());
    let name = ident.unraw().to_string();
    let names: Vec<&str> = [name.as_str(), &model.table].into_iter().chain(columns).collect();
    let id = identity::digits(&quote!(#krate), &names);
    quote! {
        #[automatically_derived]
        impl #krate::__private::Tabular for #ident {
            type Id = #id;
            type Root = #krate::__private::Only<#ident>;
            fn qualifier() -> #krate::__private::Qualifier {
                #krate::__private::model_qualifier::<#ident>()
            }
            fn source() -> ::core::option::Option<#krate::__private::From> {
                #krate::__private::table_source::<#ident>(::core::option::Option::None)
            }
        }
        #[automatically_derived]
        impl #krate::__private::ModelTable for #ident {
            type Model = #ident;
        }
        #[automatically_derived]
        impl #krate::__private::Shape for #ident {
            type Scope = #krate::__private::Only<#ident>;
        }
        #[automatically_derived]
        impl<__F: #krate::__private::Reads<#ident, __At>, __At> #krate::__private::Item<__F, __At> for #ident {
            type Row = #krate::__private::ModelRow<__F, #ident, __At, #ident>;
            type Kind = #krate::__private::Plain;
        }
    }
}
