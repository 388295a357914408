//! `table!(chain: Chain)`

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::identity;
use crate::spans::moved_to;
use crate::tables::{Name, Names, unit_struct};

pub(crate) fn key(names: &Names) -> TokenStream {
    names.each(expand)
}

fn expand(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, row) = (&name.ident, &name.target);
    let text = ident.unraw().to_string();
    let target = quote!(#row).to_string();
    let id = identity::digits(krate, &["table", &text, &target]);
    let columns = (of_row(krate, name, quote!(Columns)), of_row(krate, name, quote!(COLUMNS)));
    let row_type = of_row(krate, name, quote!(Row));
    let unit = unit_struct(name, &columns, &format!("A table of rows of `{target}`, by the name `{text}`."));
    let (select, methods) = (select(krate, name), methods(krate, name));
    quote! {
        #unit
        #[automatically_derived]
        impl #krate::Tabular for #ident {
            type Id = #id;
            type Root = #krate::NoTable;
            fn qualifier() -> #krate::Qualifier {
                #krate::alias_qualifier(#text)
            }
            fn source() -> ::core::option::Option<#krate::From> {
                ::core::option::Option::None
            }
        }
        #[automatically_derived]
        impl #krate::Key for #ident {
            type Row = #row_type;
            const NAME: &'static str = #text;
        }
        #select
        #methods
    }
}

/// Asks for what a table needs of its rows. Every question goes through the same trait at the place of the path:
/// what is no row is reported once.
fn of_row(krate: &TokenStream, name: &Name, question: TokenStream) -> TokenStream {
    let (ident, row) = (&name.ident, &name.target);
    let (krate, question) = (moved_to(row.span(), krate.clone()), moved_to(row.span(), question));
    quote_spanned!(row.span()=> <#row as #krate::NamedColumns<#ident>>::#question)
}

/// What makes a key something that statements can select.
fn select(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, row_type) = (&name.ident, of_row(krate, name, quote!(Row)));
    // At the target's place, so that what is wrong with it is reported once, and there.
    let item = moved_to(
        name.target.span(),
        quote! {
            #[automatically_derived]
            impl<__F: #krate::Reads<#ident, __At>, __At> #krate::Item<__F, __At> for #ident {
                type Row = <<__F as #krate::Reads<#ident, __At>>::Null as #krate::Nullness>::Wrap<#row_type>;
                type Kind = #krate::Plain;
            }
        },
    );
    quote! {
        #[automatically_derived]
        impl #krate::Shape for #ident {
            type Scope = #krate::Closed;
        }
        #item
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Selectable for #ident {
            type Items = #ident;
            type First = #krate::FirstIs<#ident>;
            fn push_items(self, __out: &mut #krate::Vec<#krate::SqlItem>) {
                #krate::push_key::<#ident>(__out);
            }
        }
    }
}

/// The ways to define the table.
fn methods(krate: &TokenStream, name: &Name) -> TokenStream {
    let (once, recursive, lateral) = (once(krate, name), recursive(krate, name), lateral(krate, name));
    let (ident, vis) = (&name.ident, &name.vis);
    quote! {
        #[allow(dead_code)]
        impl #ident {
            #once
            #recursive
            #lateral
            /// The rows of a list: `(VALUES ..) AS ".."`.
            #vis fn values<__I: ::core::iter::IntoIterator<Item = <#ident as #krate::Key>::Row>>(
                self,
                __rows: __I,
            ) -> #krate::Defined<#ident>
            where
                for<'any> <#ident as #krate::Key>::Row: #krate::FlatProjection,
            {
                #krate::define_values::<#ident>(__rows)
            }
        }
    }
}

fn once(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis) = (&name.ident, &name.vis);
    quote! {
        /// The rows of a statement, in front: `WITH ".." AS (..)`.
        #vis fn cte<__Q: #krate::Statement<__At>, __At>(self, __statement: __Q) -> #krate::Defined<#ident>
        where
            __Q::Row: #krate::IntoRow<<#ident as #krate::Key>::Row>,
        {
            #krate::define_cte::<#ident, __Q, __At>(__statement)
        }
        /// The rows of a statement, in place: `(SELECT ..) AS ".."`.
        #vis fn derived<__Q: #krate::Statement<__At>, __At>(self, __statement: __Q) -> #krate::Defined<#ident>
        where
            __Q::Row: #krate::IntoRow<<#ident as #krate::Key>::Row>,
        {
            #krate::define_derived::<#ident, __Q, __At>(__statement)
        }
    }
}

fn recursive(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis) = (&name.ident, &name.vis);
    let each = |method: TokenStream, docs: &str, all: bool| {
        quote! {
            #[doc = #docs]
            #vis fn #method<__Q, __At, __S, __Step, __At2>(self, __base: __Q, __step: __S) -> #krate::Defined<#ident>
            where
                __Q: #krate::Statement<__At>,
                __Q::Row: #krate::IntoRow<<#ident as #krate::Key>::Row>,
                __S: ::core::ops::FnOnce(#krate::Defined<#ident>) -> __Step,
                __Step: #krate::Statement<__At2>,
                __Step::Row: #krate::IntoRow<<#ident as #krate::Key>::Row>,
            {
                #krate::define_recursive::<#ident, __Q, __At, __S, __Step, __At2>(__base, __step, #all)
            }
        }
    };
    let all = each(quote!(recursive), "Rows that follow from rows: `WITH RECURSIVE .. UNION ALL ..`.", true);
    let distinct = each(quote!(recursive_distinct), "The same, each row once: `.. UNION ..`.", false);
    quote!(#all #distinct)
}

fn lateral(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis) = (&name.ident, &name.vis);
    quote! {
        /// The rows of a statement that uses tables to its left: `LATERAL (SELECT ..) AS ".."`.
        #vis fn lateral<__Q, __At, __R, __Out>(self, __query: __Q) -> #krate::Defined<#ident, __Out>
        where
            __Q: #krate::Inner<__At, Row = __R, Uses = __Out>,
            __R: #krate::IntoRow<<#ident as #krate::Key>::Row>,
        {
            #krate::define_lateral::<#ident, __Q, __At, __R, __Out>(__query)
        }
    }
}
