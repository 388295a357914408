//! Constraints and indexes as constants.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Path};

use crate::expand::names::{columns_of, option, table_of};
use crate::model::{Check, ForeignKey, Index, IndexColumn, IndexTerm, Unique};

pub(super) fn unique(krate: &Path, unique: &Unique) -> TokenStream {
    let (name, columns, nulls) = (option(unique.name.as_ref()), &unique.columns, unique.nulls_not_distinct);
    quote! {
        #krate::__private::UniqueDef { name: #name, columns: &[#(#columns),*], nulls_not_distinct: #nulls }
    }
}

pub(super) fn check(krate: &Path, check: &Check) -> TokenStream {
    let (name, sql) = (option(check.name.as_ref()), &check.sql);
    quote!(#krate::__private::CheckDef { name: #name, sql: #sql })
}

pub(super) fn index(krate: &Path, index: &Index) -> TokenStream {
    let (name, method) = (option(index.name.as_ref()), option(index.method.as_ref()));
    let (unique, include, predicate) = (index.unique, &index.include, option(index.predicate.as_ref()));
    let columns = index.columns.iter().map(|column| index_column(krate, column));
    quote! {
        #krate::__private::IndexDef {
            name: #name,
            columns: &[#(#columns),*],
            unique: #unique,
            method: #method,
            include: &[#(#include),*],
            predicate: #predicate,
        }
    }
}

fn index_column(krate: &Path, column: &IndexColumn) -> TokenStream {
    let term = match &column.term {
        IndexTerm::Column(position) => quote!(Column(#position)),
        IndexTerm::Expression(sql) => quote!(Expression(#sql)),
    };
    let (descending, nulls_first) = (column.descending, option(column.nulls_first));
    let class = option(column.operator_class.as_ref());
    quote! {
        #krate::__private::IndexColumn {
            term: #krate::__private::IndexTerm::#term,
            descending: #descending,
            nulls_first: #nulls_first,
            operator_class: #class,
        }
    }
}

pub(super) fn foreign(krate: &Path, foreign: &ForeignKey) -> TokenStream {
    let (name, columns) = (option(foreign.name.as_ref()), &foreign.columns);
    let (target, target_columns) =
        (table_of(krate, &foreign.target), columns_of(&foreign.target, &foreign.target_columns));
    let (on_delete, on_update) =
        (action(krate, foreign.on_delete.as_ref()), action(krate, foreign.on_update.as_ref()));
    let (deferrable, deferred) = (foreign.deferrable, foreign.initially_deferred);
    quote! {
        #krate::__private::ForeignKeyDef {
            name: #name,
            columns: &[#(#columns),*],
            target: #target,
            target_columns: #target_columns,
            on_delete: #on_delete,
            on_update: #on_update,
            deferrable: #deferrable,
            initially_deferred: #deferred,
        }
    }
}

fn action(krate: &Path, action: Option<&Ident>) -> TokenStream {
    option(action.map(|action| quote!(#krate::__private::ReferentialAction::#action)))
}
