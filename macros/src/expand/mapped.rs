//! `impl Mapped`: where the session finds what.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::attr::{ProgramDefault, Version};
use crate::expand::names::{at, of_field, of_target, places};
use crate::expand::{draft, row};
use crate::model::{Column, Model};

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident, draft) = (&model.krate, &model.ident, draft::ident(model));
    let related = model.relations.iter().map(|relation| of_target(krate, &relation.target, "meta"));
    let (cells, finish, key) = (cells(model), finish(model), draft_key(model));
    let (defaults, on_update, version) = (defaults(model), on_update(model), version(model));
    quote! {
        #[automatically_derived]
        impl #krate::SessionRow for #ident {
            type Output = #krate::Entity<#ident>;
            const IS_ENTITY: bool = true;
            fn load(
                __reader: &mut #krate::Reader<'_>,
                __graph: &mut #krate::Graph,
            ) -> #krate::Result<Self::Output> {
                __graph.load_row(__reader)
            }
        }
        #[automatically_derived]
        impl #krate::Mapped for #ident {
            type Draft = #draft;
            const RELATED: &'static [fn() -> &'static #krate::Meta] =
                &[#(#related),*];
            fn meta() -> &'static #krate::Meta {
                static META: #krate::OnceLock<#krate::Meta> = #krate::OnceLock::new();
                META.get_or_init(#krate::Meta::of::<#ident>)
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
    let place = |method: &str, reference: TokenStream| {
        if model.is_stand_in {
            return quote!(::core::unreachable!());
        }
        places(model, method, &reference)
    };
    let (cell, cell_mut) = (place("cell", quote!(&)), place("cell_mut", quote!(&mut)));
    let compare = compare(model);
    quote! {
        fn cell(&self, __column: usize) -> &dyn #krate::Cell {
            #cell
        }
        fn cell_mut(&mut self, __column: usize) -> &mut dyn #krate::Cell {
            #cell_mut
        }
        fn compare(&self, __old: &Self, __mask: &mut #krate::Mask) {
            #compare
        }
    }
}

/// Column by column, by functions that are there once for each type of a column.
fn compare(model: &Model) -> TokenStream {
    if model.is_stand_in {
        return quote!(::core::unreachable!());
    }
    let columns = model.columns.iter().enumerate().map(|(index, column)| {
        let (ident, compare) = (&column.ident, of_field(&model.krate, column, "compare"));
        let index = Literal::usize_unsuffixed(index);
        quote!(#compare(&self.#ident, &__old.#ident, #index, __mask);)
    });
    quote!(#(#columns)*)
}

/// All columns known, or the draft goes back whole.
fn finish(model: &Model) -> TokenStream {
    let (krate, ident, draft) = (&model.krate, &model.ident, draft::ident(model));
    let columns: Vec<_> = model.columns.iter().map(|column| &column.ident).collect();
    let values: Vec<_> = (0..columns.len()).map(|index| format_ident!("__value{index}")).collect();
    let skipped = row::skipped(model);
    let body = if model.is_stand_in {
        quote!(#krate::Err(__draft))
    } else {
        quote! {
            match __draft {
                #draft { #(#columns: #krate::Some(#values)),* } => {
                    #krate::Ok(#ident { #(#columns: #values,)* #(#skipped)* })
                }
                __draft => #krate::Err(__draft),
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
        parts => quote!(#krate::Some((#(#parts?),*))),
    };
    quote! {
        fn draft_key(__draft: &#draft) -> #krate::Option<<Self as #krate::Model>::Key> {
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
    quote_spanned!(expr.span()=> #krate::given::<#ty, _, _>(#expr))
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
            let boxed = of_field(krate, column, "boxed");
            value(column).map(|value| quote!(#index => #boxed(#value),))
        })
        .collect();
    (!arms.is_empty()).then(|| {
        quote! {
            fn #name(__column: usize) -> #krate::BoxedCell {
                match __column {
                    #(#arms)*
                    _ => #krate::None,
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
    let next = of_field(krate, column, "next_version");
    let call = quote_spanned!(path.span()=> #next(__current, #path));
    Some(quote! {
        fn next_version(
            __current: #krate::Option<&dyn #krate::Cell>,
        ) -> #krate::BoxedCell {
            #call
        }
    })
}
