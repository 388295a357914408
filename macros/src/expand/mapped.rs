//! `impl Mapped`: where the session finds what.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::attr::{ProgramDefault, Version};
use crate::expand::names::{at, by_position, of_field, of_target};
use crate::expand::{draft, row};
use crate::model::{Column, Model};

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident, draft) = (&model.krate, &model.ident, draft::ident(model));
    let related = model.relations.iter().map(|relation| of_target(krate, &relation.target, quote!(meta)));
    let (cells, finish, key) = (cells(model), finish(model), draft_key(model));
    let (defaults, on_update, version) = (defaults(model), on_update(model), version(model));
    quote! {
        #[automatically_derived]
        impl #krate::__private::SessionRow for #ident {
            type Output = #krate::__private::Entity<#ident>;
            const IS_ENTITY: bool = true;
            fn load(
                __reader: &mut #krate::__private::Reader<'_>,
                __graph: &mut #krate::__private::Graph,
            ) -> #krate::__private::Result<Self::Output> {
                __graph.load_row(__reader)
            }
        }
        #[automatically_derived]
        impl #krate::__private::Mapped for #ident {
            type Draft = #draft;
            const RELATED: &'static [fn() -> &'static #krate::__private::Meta] =
                &[#(#related),*];
            fn meta() -> &'static #krate::__private::Meta {
                static META: #krate::__private::OnceLock<#krate::__private::Meta> = #krate::__private::OnceLock::new();
                META.get_or_init(#krate::__private::Meta::of::<#ident>)
            }
            #cells
            #finish
            #key
            #defaults
            #on_update
            #version
        }
    }
}

/// The values of columns, by position.
fn cells(model: &Model) -> TokenStream {
    let krate = &model.krate;
    let place = |method: TokenStream, reference: TokenStream| {
        if model.is_stand_in {
            return quote!(::core::unreachable!());
        }
        by_position(model.columns.iter().map(|column| {
            let ident = &column.ident;
            of_field(krate, column, quote!(#method(#reference self.#ident)))
        }))
    };
    let (cell, cell_mut) = (place(quote!(cell), quote!(&)), place(quote!(cell_mut), quote!(&mut)));
    quote! {
        fn cell(&self, __column: usize) -> &dyn #krate::__private::Cell {
            #cell
        }
        fn cell_mut(&mut self, __column: usize) -> &mut dyn #krate::__private::Cell {
            #cell_mut
        }
    }
}

/// All columns known, or the draft goes back whole.
fn finish(model: &Model) -> TokenStream {
    let (ident, draft) = (&model.ident, draft::ident(model));
    let columns: Vec<_> = model.columns.iter().map(|column| &column.ident).collect();
    let values: Vec<_> = (0..columns.len()).map(|index| format_ident!("__value{index}")).collect();
    let skipped = row::skipped(model);
    let body = if model.is_stand_in {
        quote!(::core::result::Result::Err(__draft))
    } else {
        quote! {
            match __draft {
                #draft { #(#columns: ::core::option::Option::Some(#values)),* } => {
                    ::core::result::Result::Ok(#ident { #(#columns: #values,)* #(#skipped)* })
                }
                __draft => ::core::result::Result::Err(__draft),
            }
        }
    };
    quote! {
        fn finish(__draft: #draft) -> ::core::result::Result<Self, #draft> {
            #body
        }
    }
}

fn draft_key(model: &Model) -> TokenStream {
    let (krate, draft) = (&model.krate, draft::ident(model));
    let parts: Vec<_> = model
        .key_columns()
        .map(|column| {
            let ident = &column.ident;
            quote!(::core::clone::Clone::clone(&__draft.#ident))
        })
        .collect();
    let key = match &parts[..] {
        [part] => part.clone(),
        parts => quote!(::core::option::Option::Some((#(#parts?),*))),
    };
    quote! {
        fn draft_key(__draft: &#draft) -> ::core::option::Option<<Self as #krate::__private::Model>::Key> {
            #key
        }
    }
}

fn defaults(model: &Model) -> Option<TokenStream> {
    values_by_column(model, "default_value", |column| match column.default.as_ref()? {
        ProgramDefault::Trait => Some(default_of_type(column)),
        ProgramDefault::Expr(expr) => Some(given(model, column, expr)),
    })
}

fn on_update(model: &Model) -> Option<TokenStream> {
    values_by_column(model, "on_update_value", |column| {
        column.on_update.as_ref().map(|expr| given(model, column, expr))
    })
}

/// The user's expression, as something given for a column of that type.
fn given(model: &Model, column: &Column, expr: &syn::Expr) -> TokenStream {
    let (krate, ty) = (at(expr.span(), &model.krate), &column.ty);
    quote_spanned!(expr.span()=> #krate::__private::given::<#ty, _, _>(#expr))
}

fn default_of_type(column: &Column) -> TokenStream {
    let ty = &column.ty;
    quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default())
}

/// A function from a column to a boxed value; none if no column has one.
fn values_by_column(
    model: &Model,
    name: &str,
    value: impl Fn(&Column) -> Option<TokenStream>,
) -> Option<TokenStream> {
    let (krate, name) = (&model.krate, format_ident!("{name}"));
    let arms: Vec<_> = model
        .columns
        .iter()
        .enumerate()
        .filter_map(|(index, column)| {
            let boxed = of_field(krate, column, quote!(boxed));
            value(column).map(|value| quote!(#index => #boxed(#value),))
        })
        .collect();
    (!arms.is_empty()).then(|| {
        quote! {
            fn #name(__column: usize) -> #krate::__private::BoxedCell {
                match __column {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

/// The user's generator of versions.
fn version(model: &Model) -> Option<TokenStream> {
    let krate = &model.krate;
    let (column, path) = model.columns.iter().find_map(|column| match &column.version {
        Some(Version::Generator(path)) => Some((column, path)),
        _ => None,
    })?;
    let next = of_field(krate, column, quote!(next_version));
    let call = quote_spanned!(path.span()=> #next(__current, #path));
    Some(quote! {
        fn next_version(
            __current: ::core::option::Option<&dyn #krate::__private::Cell>,
        ) -> #krate::__private::BoxedCell {
            #call
        }
    })
}
