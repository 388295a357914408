//! `alias!(manager: Employee)`

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::identity;
use crate::spans::moved_to;
use crate::tables::{Name, Names, unit_struct};

pub(crate) fn alias(names: &Names) -> TokenStream {
    names.each(expand)
}

fn expand(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, model) = (&name.ident, &name.target);
    let model_type = of_model(krate, name, quote!(Model));
    let text = ident.unraw().to_string();
    let target = quote!(#model).to_string();
    let id = identity::digits(krate, &["alias", &text, &target]);
    let columns = (of_model(krate, name, quote!(Columns)), of_model(krate, name, quote!(COLUMNS)));
    let unit = unit_struct(name, &columns, &format!("The table of `{target}` under the name `{text}`."));
    let select = select(krate, name);
    quote! {
        #unit
        #[automatically_derived]
        impl #krate::__private::Tabular for #ident {
            type Id = #id;
            type Root = #krate::__private::Only<#ident>;
            fn qualifier() -> #krate::__private::Qualifier {
                #krate::__private::alias_qualifier(#text)
            }
            fn source() -> ::core::option::Option<#krate::__private::From> {
                #krate::__private::table_source::<#model_type>(::core::option::Option::Some(#text))
            }
        }
        #[automatically_derived]
        impl #krate::__private::ModelTable for #ident {
            type Model = #model_type;
        }
        #select
    }
}

/// Asks for what an alias needs of its model. Every question goes through the same trait at the place of the path:
/// what is no model is reported once.
fn of_model(krate: &TokenStream, name: &Name, question: TokenStream) -> TokenStream {
    let (ident, model) = (&name.ident, &name.target);
    let (krate, question) = (moved_to(model.span(), krate.clone()), moved_to(model.span(), question));
    quote_spanned!(model.span()=> <#model as #krate::__private::Aliased<#ident>>::#question)
}

/// What makes an alias something that statements can read and select.
fn select(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis) = (&name.ident, &name.vis);
    let item = item(krate, name);
    quote! {
        #[automatically_derived]
        impl #krate::__private::Shape for #ident {
            type Scope = #krate::__private::Only<#ident>;
        }
        #item
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Selectable for #ident {
            type Items = #ident;
            type First = #krate::__private::FirstIs<#ident>;
            fn push_items(self, __out: &mut #krate::__private::Vec<#krate::__private::SqlItem>) {
                #krate::__private::push_model::<#ident>(__out);
            }
        }
        #[automatically_derived]
        impl #krate::__private::JsonSource for #ident {
            type Uses = #krate::__private::Of<#ident>;
            fn into_json_source(self) -> #krate::__private::Expr {
                #krate::__private::whole_row::<#ident>()
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Source for #ident {
            type Table = #ident;
            type Outer = ();
            fn into_from(self, __with: &mut #krate::__private::Vec<#krate::__private::Cte>) -> #krate::__private::From {
                #krate::__private::Source::into_from(#krate::__private::Table::<#ident>::new(), __with)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::Exprs for #ident {
            type Uses = #krate::__private::Of<#ident>;
            fn push_exprs(self, __out: &mut #krate::__private::Vec<#krate::__private::Expr>) {
                #krate::__private::Exprs::push_exprs(#krate::__private::Table::<#ident>::new(), __out)
            }
        }
        impl #ident {
            /// This table with its join condition.
            #[allow(dead_code)]
            #vis fn on<__C: #krate::__private::Condition<Uses = __S>, __S>(self, __condition: __C) -> #krate::__private::On<Self, __S> {
                #krate::__private::On::new(self, __condition)
            }
        }
    }
}

/// At the target's place, so that what is wrong with it is reported once, and there.
fn item(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, model_type) = (&name.ident, of_model(krate, name, quote!(Model)));
    let item = quote! {
        #[automatically_derived]
        impl<__F: #krate::__private::Reads<#ident, __At>, __At> #krate::__private::Item<__F, __At> for #ident {
            type Row = <<__F as #krate::__private::Reads<#ident, __At>>::Null as #krate::__private::Nullness>::Wrap<#model_type>;
            type Kind = #krate::__private::Plain;
        }
    };
    moved_to(name.target.span(), item)
}
