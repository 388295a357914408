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
    let models = attr.models.get().map(|models| {
        // Each at its own place, for whoever names a type that is no model.
        let tables =
            models.iter().map(|ty| quote_spanned!(ty.span()=> <#ty as #krate::__private::Model>::TABLE));
        quote!(.models(&[#(#tables),*]))
    });
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
        Isolation::Rollback => quote!(.isolation(#krate::testing::Isolation::Rollback)),
    });
    let pool = attr.pool.get().map(|size| {
        let size = usize::try_from(*size).unwrap_or(1);
        quote!(.pool(#size))
    });
    let panics =
        function.attrs.iter().any(|attr| attr.path().is_ident("should_panic")).then(|| quote!(.panics()));
    quote! {
        #krate::testing::Setup::new(::core::concat!(::core::module_path!(), "::", #name))
            #schema #models #fixture #isolation #pool #panics
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{TokenStream, TokenTree};

    /// The messages of `#[cormorant::test(arguments)]` on an item.
    fn complaints(arguments: &str, item: &str) -> Vec<String> {
        let tokens = |source: &str| source.parse::<TokenStream>().expect("the source is Rust");
        let mut texts = Vec::new();
        collect(super::expand(tokens(arguments), &tokens(item)), false, &mut texts);
        texts
    }

    /// The texts in the calls of `compile_error!`.
    fn collect(tokens: TokenStream, mut is_error: bool, texts: &mut Vec<String>) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) if ident == "compile_error" => is_error = true,
                TokenTree::Group(group) => {
                    collect(group.stream(), is_error, texts);
                    is_error = false;
                }
                TokenTree::Literal(literal) if is_error => {
                    let text: syn::LitStr =
                        syn::parse2(TokenTree::from(literal).into()).expect("it is a text");
                    texts.push(text.value());
                }
                _ => {}
            }
        }
    }

    const TEST: &str = "async fn a_rule(db: TestDb) {}";

    #[test]
    fn a_test_without_mistakes_has_no_complaints() {
        assert_eq!(complaints("", TEST), [""; 0]);
        assert_eq!(
            complaints("schema = include_str!(\"a.sql\"), pool = 2, isolation = \"database\",", TEST),
            [""; 0]
        );
    }

    #[test]
    fn a_misspelt_option_is_told_what_was_meant() {
        let complaints = complaints("shema = \"\"", TEST);
        assert_eq!(complaints.len(), 1);
        let expected =
            "unknown option `shema`: did you mean `schema`? `#[cormorant::test(..)]` knows `schema`, ";
        assert!(complaints[0].starts_with(expected), "{}", complaints[0]);
    }

    #[test]
    fn all_wrong_values_are_told_at_once() {
        assert_eq!(
            complaints("schema, models(), pool = 0, isolation = \"none\", pool = 2", TEST),
            [
                "`schema` takes an expression: `schema = ..`",
                "`models` names at least one model: `models(User)`",
                "`pool` goes from 1 to 50",
                "`isolation` is `\"database\"` or `\"rollback\"`",
                "`pool` is given twice: take one of them away",
            ]
        );
    }

    #[test]
    fn a_pool_makes_no_sense_for_one_connection() {
        assert_eq!(
            complaints("isolation = \"rollback\", pool = 5", TEST),
            ["with `isolation = \"rollback\"` a test has one connection: take `pool` away"]
        );
    }

    #[test]
    fn a_function_that_cannot_be_a_test_is_told_why() {
        assert_eq!(complaints("", "fn a_rule(db: TestDb) {}"), ["a test with a database is an `async fn`"]);
        let takes = "a test takes its database and nothing else: `(db: TestDb)`";
        assert_eq!(complaints("", "async fn a_rule() {}"), [takes]);
        assert_eq!(complaints("", "async fn a_rule(db: TestDb, n: i32) {}"), [takes]);
        assert_eq!(complaints("", "async fn a_rule<T>(db: TestDb) {}"), ["a test has no generic parameters"]);
        assert_eq!(
            complaints("", "#[tokio::test] async fn a_rule(db: TestDb) {}"),
            ["this makes a second test of the function: `#[cormorant::test]` makes one by itself"]
        );
        assert_eq!(complaints("", "struct Rule;").len(), 1);
    }
}
