//! The methods that give columns and related rows.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use crate::expand::at;
use crate::expand::constants::documented;
use crate::expand::create::Builder;
use crate::identity;
use crate::model::{Column, Relation, RelationKind};

pub(super) fn expand(builder: &Builder<'_>) -> TokenStream {
    let ident = &builder.ident;
    let parameters: Vec<_> = builder.parameters().collect();
    let columns = builder.model.columns.iter().enumerate().map(|(at, column)| builder.column(at, column));
    let relations =
        builder.model.relations.iter().enumerate().map(|(at, relation)| builder.relation(at, relation));
    // Not in the block: the compiler would say `_::<impl UserCreate<..>>::email` where it shows a method.
    quote! {
        #[allow(
            dead_code,
            private_interfaces,
            clippy::multiple_inherent_impl,
            clippy::should_implement_trait,
            clippy::wrong_self_convention
        )]
        impl<#(#parameters),*> #ident<#(#parameters),*> {
            #(#columns)*
            #(#relations)*
        }
    }
}

impl Builder<'_> {
    /// Gives a column.
    fn column(&self, position: usize, column: &Column) -> TokenStream {
        let (vis, ident, ty) = (&column.vis, &column.ident, &column.ty);
        let krate = at(ident.span(), &self.model.outer);
        let docs = documented(&column.docs, || format!("Gives the column `{}`.", column.name));
        let (output, bounds, end) = self.after(|required| required.column == position);
        quote_spanned! {ident.span()=>
            #docs
            #vis fn #ident<__V: #krate::IntoField<#ty, __How>, __How>(mut self, __value: __V) -> #output
            #bounds
            {
                self.new.draft.#ident.replace(__value.into_field());
                #end
            }
        }
    }

    /// Gives the other end of a relationship.
    fn relation(&self, position: usize, relation: &Relation) -> TokenStream {
        match relation.kind {
            // Nothing can be added to what is only read.
            _ if relation.condition.is_some() => TokenStream::new(),
            RelationKind::BelongsTo => self.parent(position, relation),
            RelationKind::HasOne => self.child(position, relation),
            RelationKind::HasMany | RelationKind::ManyToMany => self.children(position, relation),
        }
    }

    fn parent(&self, position: usize, relation: &Relation) -> TokenStream {
        let (vis, ident, target) = (&self.model.vis, &relation.name, &relation.target);
        let krate = at(ident.span(), &self.model.outer);
        let docs = documented(&relation.docs, || format!("Gives the `{}`.", ident.unraw()));
        let (output, bounds, end) =
            self.after(|required| required.relations.iter().any(|(given, _)| *given == position));
        quote_spanned! {ident.span()=>
            #docs
            #vis fn #ident<__P: #krate::Related<#target>>(mut self, __value: __P) -> #output
            #bounds
            {
                self.new.link(#position, __value.into_link());
                #end
            }
        }
    }

    fn child(&self, position: usize, relation: &Relation) -> TokenStream {
        let vis = &self.model.vis;
        let ident = &relation.name;
        let docs = documented(&relation.docs, || format!("Gives the `{}`.", ident.unraw()));
        let bound = self.child_bound(relation);
        quote_spanned! {ident.span()=>
            #docs
            #vis fn #ident<__C: #bound>(mut self, __value: __C) -> Self {
                self.new.link(#position, __value.into_link());
                self
            }
        }
    }

    fn children(&self, position: usize, relation: &Relation) -> TokenStream {
        let vis = &self.model.vis;
        let ident = &relation.name;
        let docs = documented(&relation.docs, || format!("Gives `{}`.", ident.unraw()));
        let bound = self.child_bound(relation);
        quote_spanned! {ident.span()=>
            #docs
            #vis fn #ident<__I: ::core::iter::IntoIterator<Item = __C>, __C: #bound>(mut self, __value: __I) -> Self {
                for __each in __value {
                    self.new.link(#position, __each.into_link());
                }
                self
            }
        }
    }

    /// What may be given as a child: with an inverse, something that lacks only this parent.
    fn child_bound(&self, relation: &Relation) -> TokenStream {
        let (model, target, span) = (&self.model.ident, &relation.target, relation.name.span());
        let krate = at(span, &self.model.outer);
        let inverse = relation.inverse.as_ref().filter(|_| relation.kind != RelationKind::ManyToMany);
        match inverse {
            Some(inverse) => {
                let hash = identity::relation(inverse, span);
                quote_spanned!(span=> #krate::Child<#model, #hash, Model = #target>)
            }
            None => quote_spanned!(span=> #krate::Related<#target>),
        }
    }

    /// The builder after some required columns were given: its type, the bounds, the code that makes it.
    fn after(
        &self,
        is_given: impl Fn(&super::Required<'_>) -> bool,
    ) -> (TokenStream, TokenStream, TokenStream) {
        let (krate, ident) = (&self.model.outer, &self.ident);
        let given: Vec<_> = self.required.iter().filter(|required| is_given(required)).collect();
        if given.is_empty() {
            return (quote!(Self), TokenStream::new(), quote!(self));
        }
        let parameters = self.required.iter().map(|required| {
            let parameter = &required.parameter;
            if is_given(required) { quote!(#krate::Given) } else { quote!(#parameter) }
        });
        let bounds = given.iter().map(|required| &required.parameter);
        (
            quote!(#ident<#(#parameters),*>),
            quote!(where #(#bounds: #krate::IsMissing,)*),
            quote!(#ident { new: self.new, given: #krate::PhantomData }),
        )
    }
}
