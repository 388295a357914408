//! Constraints and indexes as constants: what differs from those with nothing special.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::expand::names::{columns_of, different, option, table_of};
use crate::model::{Check, ForeignKey, Index, IndexColumn, IndexTerm, Unique};

pub(super) fn unique(krate: &Path, unique: &Unique) -> TokenStream {
    let mut facts = Vec::new();
    if let Some(name) = &unique.name {
        facts.push(quote!(name: #krate::Some(#name)));
    }
    if unique.nulls_not_distinct {
        facts.push(quote!(nulls_not_distinct: true));
    }
    let columns = &unique.columns;
    different(&quote!(#krate::UniqueDef), &facts, quote!(#krate::unique(&[#(#columns),*])))
}

pub(super) fn check(krate: &Path, check: &Check) -> TokenStream {
    let (name, sql) = (option(krate, check.name.as_ref()), &check.sql);
    quote!(#krate::CheckDef { name: #name, sql: #sql })
}

pub(super) fn index(krate: &Path, index: &Index) -> TokenStream {
    let columns = index.columns.iter().map(|column| index_column(krate, column));
    let mut facts = vec![quote!(columns: &[#(#columns),*])];
    for (name, value) in
        [(quote!(name), &index.name), (quote!(method), &index.method), (quote!(predicate), &index.predicate)]
    {
        if let Some(value) = value {
            facts.push(quote!(#name: #krate::Some(#value)));
        }
    }
    if index.unique {
        facts.push(quote!(unique: true));
    }
    if !index.include.is_empty() {
        let include = &index.include;
        facts.push(quote!(include: &[#(#include),*]));
    }
    different(&quote!(#krate::IndexDef), &facts, quote!(#krate::INDEX))
}

fn index_column(krate: &Path, column: &IndexColumn) -> TokenStream {
    let term = match &column.term {
        IndexTerm::Column(position) => quote!(Column(#position)),
        IndexTerm::Expression(sql) => quote!(Expression(#sql)),
    };
    let (descending, nulls_first) = (column.descending, option(krate, column.nulls_first));
    let class = option(krate, column.operator_class.as_ref());
    quote! {
        #krate::IndexColumn {
            term: #krate::IndexTerm::#term,
            descending: #descending,
            nulls_first: #nulls_first,
            operator_class: #class,
        }
    }
}

pub(super) fn foreign(krate: &Path, foreign: &ForeignKey) -> TokenStream {
    let mut facts = Vec::new();
    if let Some(name) = &foreign.name {
        facts.push(quote!(name: #krate::Some(#name)));
    }
    if !foreign.target_columns.is_empty() {
        let columns = columns_of(&foreign.target, &foreign.target_columns);
        facts.push(quote!(target_columns: #columns));
    }
    for (name, action) in [(quote!(on_delete), &foreign.on_delete), (quote!(on_update), &foreign.on_update)] {
        if let Some(action) = action {
            facts.push(quote!(#name: #krate::Some(#krate::ReferentialAction::#action)));
        }
    }
    for (name, is_so) in
        [(quote!(deferrable), foreign.deferrable), (quote!(initially_deferred), foreign.initially_deferred)]
    {
        if is_so {
            facts.push(quote!(#name: true));
        }
    }
    let (columns, target) = (&foreign.columns, table_of(krate, &foreign.target));
    different(&quote!(#krate::ForeignKeyDef), &facts, quote!(#krate::foreign_key(&[#(#columns),*], #target)))
}
