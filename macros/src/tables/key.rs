//! `table!(chain: Chain)`

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::identity;
use crate::tables::{Name, Names, unit_struct};

pub(crate) fn key(names: &Names) -> TokenStream {
    names.each(expand)
}

fn expand(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, row) = (&name.ident, &name.target);
    let text = ident.unraw().to_string();
    let target = quote!(#row).to_string();
    let id = identity::digits(krate, &["table", &text, &target]);
    let unit = unit_struct(krate, name, &format!("A table of rows of `{target}`, by the name `{text}`."));
    let (select, methods) = (select(krate, name), methods(krate, name));
    quote! {
        #unit
        #[automatically_derived]
        impl #krate::__private::Tabular for #ident {
            type Id = #id;
            type Root = #krate::__private::NoTable;
            fn qualifier() -> #krate::__private::Qualifier {
                #krate::__private::alias_qualifier(#text)
            }
            fn source() -> ::core::option::Option<#krate::__private::From> {
                ::core::option::Option::None
            }
        }
        #[automatically_derived]
        impl #krate::__private::Key for #ident {
            type Row = #row;
            const NAME: &'static str = #text;
        }
        #select
        #methods
    }
}

/// What makes a key something that statements can select.
fn select(krate: &TokenStream, name: &Name) -> TokenStream {
    let ident = &name.ident;
    quote! {
        #[automatically_derived]
        impl #krate::__private::Shape for #ident {
            type Scope = #krate::__private::Closed;
        }
        #[automatically_derived]
        impl<F: #krate::__private::Reads<#ident, At>, At> #krate::__private::Item<F, At> for #ident {
            type Row = #krate::__private::KeyRow<F, #ident, At>;
            type Kind = #krate::__private::Plain;
        }
        #[automatically_derived]
        impl #krate::__private::Selectable for #ident {
            type Items = #ident;
            type First = #krate::__private::FirstIs<#ident>;
            fn push_items(self, out: &mut #krate::__private::Vec<#krate::__private::SqlItem>) {
                #krate::__private::push_key::<#ident>(out);
            }
        }
    }
}

/// The ways to define the table.
fn methods(krate: &TokenStream, name: &Name) -> TokenStream {
    let (once, recursive, lateral) = (once(krate, name), recursive(krate, name), lateral(krate, name));
    let (ident, vis, row) = (&name.ident, &name.vis, &name.target);
    quote! {
        #[allow(dead_code)]
        impl #ident {
            #once
            #recursive
            #lateral
            /// The rows of a list: `(VALUES ..) AS ".."`.
            #vis fn values(
                self,
                rows: impl ::core::iter::IntoIterator<Item = #row>,
            ) -> #krate::__private::Defined<#ident> {
                #krate::__private::define_values::<#ident>(rows)
            }
        }
    }
}

fn once(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis, row) = (&name.ident, &name.vis, &name.target);
    quote! {
        /// The rows of a statement, in front: `WITH ".." AS (..)`.
        #vis fn cte<Q: #krate::__private::Statement<At>, At>(self, statement: Q) -> #krate::__private::Defined<#ident>
        where
            Q::Row: #krate::__private::IntoRow<#row>,
        {
            #krate::__private::define_cte::<#ident, Q, At>(statement)
        }
        /// The rows of a statement, in place: `(SELECT ..) AS ".."`.
        #vis fn derived<Q: #krate::__private::Statement<At>, At>(self, statement: Q) -> #krate::__private::Defined<#ident>
        where
            Q::Row: #krate::__private::IntoRow<#row>,
        {
            #krate::__private::define_derived::<#ident, Q, At>(statement)
        }
    }
}

fn recursive(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis, row) = (&name.ident, &name.vis, &name.target);
    let each = |method: TokenStream, docs: &str, all: bool| {
        quote! {
            #[doc = #docs]
            #vis fn #method<Q, At, S, Step, At2>(self, base: Q, step: S) -> #krate::__private::Defined<#ident>
            where
                Q: #krate::__private::Statement<At>,
                Q::Row: #krate::__private::IntoRow<#row>,
                S: ::core::ops::FnOnce(#krate::__private::Defined<#ident>) -> Step,
                Step: #krate::__private::Statement<At2>,
                Step::Row: #krate::__private::IntoRow<#row>,
            {
                #krate::__private::define_recursive::<#ident, Q, At, S, Step, At2>(base, step, #all)
            }
        }
    };
    let all = each(quote!(recursive), "Rows that follow from rows: `WITH RECURSIVE .. UNION ALL ..`.", true);
    let distinct = each(quote!(recursive_distinct), "The same, each row once: `.. UNION ..`.", false);
    quote!(#all #distinct)
}

fn lateral(krate: &TokenStream, name: &Name) -> TokenStream {
    let (ident, vis, row) = (&name.ident, &name.vis, &name.target);
    quote! {
        /// The rows of a statement that uses tables to its left: `LATERAL (SELECT ..) AS ".."`.
        #vis fn lateral<It, F, L, At, R, Out>(
            self,
            query: #krate::__private::Select<It, F, L>,
        ) -> #krate::__private::Defined<#ident, Out>
        where
            It: #krate::__private::Shape + #krate::__private::Item<F, At, Row = R>,
            R: #krate::__private::IntoRow<#row>,
            F: #krate::__private::Outer<Uses = Out>,
        {
            #krate::__private::define_lateral::<#ident, It, F, L, At, R, Out>(query)
        }
    }
}
