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
    let id = identity::digits(krate, &names);
    quote! {
        #[automatically_derived]
        impl #krate::Tabular for #ident {
            type Id = #id;
            type Root = #krate::Only<#ident>;
            fn qualifier() -> #krate::Qualifier {
                #krate::model_qualifier::<#ident>()
            }
            fn source() -> #krate::Option<#krate::From> {
                #krate::table_source::<#ident>(#krate::None)
            }
        }
        #[automatically_derived]
        impl #krate::ModelTable for #ident {
            type Model = #ident;
        }
        #[automatically_derived]
        impl #krate::Shape for #ident {
            type Scope = #krate::Only<#ident>;
        }
        #[automatically_derived]
        impl<__F: #krate::Reads<#ident, __At>, __At> #krate::Item<__F, __At> for #ident {
            type Row = #krate::ModelRow<__F, #ident, __At, #ident>;
            type Kind = #krate::Plain;
        }
    }
}
