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
    let columns = (columns_of(krate, name, quote!(Columns)), columns_of(krate, name, quote!(COLUMNS)));
    let unit = unit_struct(name, &columns, &format!("The table of `{target}` under the name `{text}`."));
    let select = select(krate, name);
    quote! {
        #unit
        #[automatically_derived]
        impl #krate::Tabular for #ident {
            type Id = #id;
            type Root = #krate::Only<#ident>;
            fn qualifier() -> #krate::Qualifier {
                #krate::alias_qualifier(#text)
            }
            fn source() -> ::core::option::Option<#krate::From> {
                #krate::table_source::<#model_type>(::core::option::Option::Some(#text))
            }
        }
        #[automatically_derived]
        impl #krate::ModelTable for #ident {
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
    quote_spanned!(model.span()=> <#model as #krate::Aliased<#ident>>::#question)
}

/// Asks for the columns under the alias.
fn columns_of(krate: &TokenStream, name: &Name, question: TokenStream) -> TokenStream {
    let (ident, span, model) = (&name.ident, name.target.span(), of_model(krate, name, quote!(Model)));
    let (krate, question) = (moved_to(span, krate.clone()), moved_to(span, question));
    quote_spanned!(span=> <#model as #krate::NamedColumns<#ident>>::#question)
}

/// What makes an alias something that statements can read and select.
fn select(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis) = (&name.ident, &name.vis);
    let item = item(krate, name);
    quote! {
        #[automatically_derived]
        impl #krate::Shape for #ident {
            type Scope = #krate::Only<#ident>;
        }
        #item
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Selectable for #ident {
            type Items = #ident;
            type First = #krate::FirstIs<#ident>;
            fn push_items(self, __out: &mut #krate::Vec<#krate::SqlItem>) {
                #krate::push_model::<#ident>(__out);
            }
        }
        #[automatically_derived]
        impl #krate::JsonSource for #ident {
            type Uses = #krate::Of<#ident>;
            fn into_json_source(self) -> #krate::Expr {
                #krate::whole_row::<#ident>()
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Source for #ident {
            type Table = #ident;
            type Outer = ();
            fn into_from(self, __with: &mut #krate::Vec<#krate::Cte>) -> #krate::From {
                #krate::Source::into_from(#krate::Table::<#ident>::new(), __with)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Exprs for #ident {
            type Uses = #krate::Of<#ident>;
            fn push_exprs(self, __out: &mut #krate::Vec<#krate::Expr>) {
                #krate::Exprs::push_exprs(#krate::Table::<#ident>::new(), __out)
            }
        }
        impl #ident {
            /// This table with its join condition.
            #[allow(dead_code)]
            #vis fn on<__C: #krate::Condition<Uses = __S>, __S>(self, __condition: __C) -> #krate::On<Self, __S> {
                #krate::On::new(self, __condition)
            }
        }
    }
}

/// At the target's place, so that what is wrong with it is reported once, and there.
fn item(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, model_type) = (&name.ident, of_model(krate, name, quote!(Model)));
    let item = quote! {
        #[automatically_derived]
        impl<__F: #krate::Reads<#ident, __At>, __At> #krate::Item<__F, __At> for #ident {
            type Row = <<__F as #krate::Reads<#ident, __At>>::Null as #krate::Nullness>::Wrap<#model_type>;
            type Kind = #krate::Plain;
        }
    };
    moved_to(name.target.span(), item)
}
