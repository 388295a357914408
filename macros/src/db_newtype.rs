//! `#[derive(DbNewtype)]`: a struct around one value as a column's type.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, LitStr, Member, Path, Type, parse_quote};

use crate::attr::Once;
use crate::attr::read::{self, Known};
use crate::crate_path;
use crate::errors::Errors;
use crate::expand::{at, is_clone, option};
use crate::model::names;

/// `#[db_newtype(..)]`, as written.
#[derive(Default)]
struct Attr {
    domain: Once<LitStr>,
    schema: Once<LitStr>,
    krate: Once<Path>,
}

const OPTIONS: &[Known<Attr>] = &[
    ("domain", |attr, word, input, _| attr.domain.set(word, read::text(word, input))),
    ("schema", |attr, word, input, _| attr.schema.set(word, read::text(word, input))),
    ("crate", |attr, word, input, _| attr.krate.set(word, read::path(word, input))),
];

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let field = errors.ok(only_field(input));
    let mut attr = Attr::default();
    let place = ("db_newtype", "`#[db_newtype(..)]`");
    read::attributes(place, &input.attrs, OPTIONS, &mut attr, &mut errors);
    if let (false, Some(word)) = (attr.domain.is_set(), attr.schema.word()) {
        errors.at(word, "`schema` belongs to a domain: write `domain = \"..\"`, too");
    }
    let krate = crate_path::private(attr.krate.get());
    let domain = attr.domain.get().map(|name| {
        let schema = attr.schema.get().map(|schema| names::checked(schema, "a schema", &mut errors));
        (schema, names::checked(name, "a domain", &mut errors))
    });
    let error = errors.finish().err().map(|error| error.to_compile_error());
    let code = field.map(|(member, ty)| code(input, &krate, domain.as_ref(), &member, ty));
    quote!(#error #code)
}

/// The one field of the struct.
fn only_field(input: &DeriveInput) -> syn::Result<(Member, &Type)> {
    if !input.generics.params.is_empty() {
        let message = "a newtype cannot be generic: its column has one type; write a struct for each";
        return Err(syn::Error::new_spanned(&input.generics.params, message));
    }
    let fields: Vec<&Field> = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Unit => Vec::new(),
            fields => fields.iter().collect(),
        },
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    };
    match fields[..] {
        [field] => Ok((field.ident.clone().map_or_else(|| parse_quote!(0), Member::Named), &field.ty)),
        _ => Err(syn::Error::new_spanned(
            &input.ident,
            "a newtype is a struct around one value: write `struct Email(String);`; for an enum derive `DbEnum`",
        )),
    }
}

type Domain = (Option<String>, String);

fn code(
    input: &DeriveInput,
    krate: &Path,
    domain: Option<&Domain>,
    member: &Member,
    ty: &Type,
) -> TokenStream {
    let ident = &input.ident;
    let inner = inner(krate, ty);
    let pg_type = match domain {
        Some((schema, name)) => {
            let schema = option(krate, schema.as_ref());
            quote!(#krate::PgType::named(#schema, #name))
        }
        None => quote!(#inner::TYPE),
    };
    let delegated = delegated(krate, member, &inner);
    let (like_inner, is_clone) = (like_inner(input, krate, ty), is_clone(ident));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::ColumnType for #ident where for<'any> #ident: ::core::clone::Clone {
            const TYPE: #krate::PgType = #pg_type;
            #delegated
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Element for #ident where for<'any> #ident: ::core::clone::Clone {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Newtype for #ident
        where
            for<'any> #ident: ::core::clone::Clone,
            for<'any> #ty: #krate::ColumnType,
        {
            type Inner = #ty;
        }
        #is_clone
        #like_inner
    }
}

/// Asks the value's type, at its place: what no column can have is reported once.
fn inner(krate: &Path, ty: &Type) -> TokenStream {
    let krate = at(ty.span(), krate);
    quote_spanned!(ty.span()=> <#ty as #krate::ColumnType>)
}

fn delegated(krate: &Path, member: &Member, inner: &TokenStream) -> TokenStream {
    quote! {
        fn accepts(__oid: u32) -> bool {
            #inner::accepts(__oid)
        }
        fn encode(
            &self,
            __out: &mut #krate::BytesMut,
        ) -> ::core::result::Result<(), #krate::BoxError> {
            #inner::encode(&self.#member, __out)
        }
        fn decode(__bytes: &[u8]) -> ::core::result::Result<Self, #krate::BoxError> {
            ::core::result::Result::Ok(Self { #member: #inner::decode(__bytes)? })
        }
        fn same(&self, __other: &Self) -> bool {
            #inner::same(&self.#member, &__other.#member)
        }
        fn stored(self) -> Self {
            Self { #member: #inner::stored(self.#member) }
        }
    }
}

/// What PostgreSQL can do with the value it can do with the newtype. The bounds are hidden from the compiler's
/// check of bounds without parameters, since not every type has these.
fn like_inner(input: &DeriveInput, krate: &Path, ty: &Type) -> TokenStream {
    let ident = &input.ident;
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Extreme for #ident where for<'any> #ident: ::core::clone::Clone, for<'any> #ty: #krate::Extreme {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Summable for #ident where for<'any> #ident: ::core::clone::Clone, for<'any> #ty: #krate::Summable {
            type Sum = <#ty as #krate::Summable>::Sum;
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Averaged for #ident where for<'any> #ident: ::core::clone::Clone, for<'any> #ty: #krate::Averaged {
            type Average = <#ty as #krate::Averaged>::Average;
        }
    }
}
