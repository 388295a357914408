//! `#[cormorant::test]`: makes a test of an async function that takes a database.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FnArg, ItemFn, Path, ReturnType};

use crate::attr::{Isolation, TestAttr};
use crate::errors::Errors;

/// The test, or every mistake in it and the function as it is.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#error #item);
        }
    };
    let mut errors = Errors::default();
    let attr = TestAttr::read(arguments, &mut errors);
    let argument = check(&function, &mut errors);
    match (errors.finish(), argument) {
        (Ok(()), Some(argument)) => test(&attr, &function, argument),
        (Err(error), _) => {
            let error = error.to_compile_error();
            // The function stays, so that what only it uses is not called unused.
            quote!(#error #[allow(dead_code)] #function)
        }
        (Ok(()), None) => TokenStream::new(),
    }
}

/// The parameter of a function that can be a test.
fn check<'f>(function: &'f ItemFn, errors: &mut Errors) -> Option<&'f FnArg> {
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        errors.at(signature.fn_token, "a test with a database is an `async fn`");
    }
    if !signature.generics.params.is_empty() {
        errors.at(&signature.generics, "a test has no generic parameters");
    }
    if let Some(attr) = function
        .attrs
        .iter()
        .find(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "test"))
    {
        errors.at(attr, "this makes a second test of the function: `#[cormorant::test]` makes one by itself");
    }
    if signature.inputs.len() != 1 {
        let takes = "a test takes its database and nothing else: `(db: TestDb)`";
        if signature.inputs.is_empty() {
            errors.at_span(signature.paren_token.span.join(), takes);
        } else {
            errors.at(&signature.inputs, takes);
        }
    }
    signature.inputs.first()
}

fn test(attr: &TestAttr, function: &ItemFn, argument: &FnArg) -> TokenStream {
    let krate = attr.krate.get().cloned().unwrap_or_else(|| syn::parse_quote!(::cormorant));
    let ItemFn { attrs, vis, sig, block, modifiers: _ } = function;
    let (ident, output) = (&sig.ident, &sig.output);
    let returned = match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    let setup = setup(attr, function, &krate);
    // Each of the two can be wrong, and is then complained of at its place.
    let given = quote_spanned!(argument.span()=> #ident(db));
    let run = quote_spanned!(returned.span()=> #krate::testing::run::<_, #returned>);
    quote! {
        #(#attrs)*
        #[::core::prelude::v1::test]
        #vis fn #ident() #output {
            #sig #block
            #run(&#setup, |db: #krate::testing::TestDb| #given)
        }
    }
}

fn setup(attr: &TestAttr, function: &ItemFn, krate: &Path) -> TokenStream {
    let name = function.sig.ident.unraw().to_string();
    let schema = attr.schema.get().map(|sql| quote!(.schema(#sql)));
    let fixture = attr.fixture.get().map(|path| {
        quote! {
            .fixture(
                ::core::concat!(::core::module_path!(), " ", ::core::stringify!(#path)),
                |engine| ::std::boxed::Box::pin(#path(engine)),
            )
        }
    });
    let isolation = attr.isolation.get().map(|isolation| match isolation {
        Isolation::Database => quote!(.isolation(#krate::testing::Isolation::Database)),
    });
    let pool = attr.pool.get().map(|size| {
        let size = usize::try_from(*size).unwrap_or(1);
        quote!(.pool(#size))
    });
    let panics =
        function.attrs.iter().any(|attr| attr.path().is_ident("should_panic")).then(|| quote!(.panics()));
    quote! {
        #krate::testing::Setup::new(::core::concat!(::core::module_path!(), "::", #name))
            #schema #fixture #isolation #pool #panics
    }
}
