//! Shared reading of `word`, `word = value` and `word(a, b)`.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Ident, Lit, LitInt, LitStr, Token, parenthesized};

use crate::attr::words;
use crate::errors::Errors;

/// An option: its word, and how it is read into `A`.
pub(crate) type Known<A> =
    (&'static str, fn(&mut A, &Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>);

/// Reads every attribute of this name with a table of options; gives back the words.
pub(crate) fn attributes<A>(
    (name, place): (&str, &str),
    attrs: &[Attribute],
    known: &[Known<A>],
    into: &mut A,
    errors: &mut Errors,
) -> Vec<Ident> {
    let mut words = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
        let read = attr.parse_args_with(|input: ParseStream<'_>| {
            items(input, errors, |input, errors| {
                words.extend(input.fork().call(Ident::parse_any));
                option(input, known, place, into, errors)
            });
            Ok(())
        });
        errors.ok(read);
    }
    words
}

/// Reads one option with a table of options.
///
/// # Errors
///
/// The word is unknown, or what follows it is not what the option takes.
pub(crate) fn option<A>(
    input: ParseStream<'_>,
    known: &[Known<A>],
    place: &str,
    into: &mut A,
    errors: &mut Errors,
) -> syn::Result<()> {
    let word = input.call(Ident::parse_any)?;
    match known.iter().find(|(name, _)| word == name) {
        Some((_, read)) => read(into, &word, input, errors),
        None => Err(words::unknown(&word, place, known.iter().map(|(name, _)| *name))),
    }
}

/// Reads items between commas. After a mistake it goes on behind the next comma.
pub(crate) fn items(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut read: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let mut result = read(input, errors);
        if result.is_ok() && !input.is_empty() && !input.peek(Token![,]) {
            result = Err(input.error("expected `,`"));
        }
        if let Err(error) = result {
            errors.push(error);
            skip_item(input);
        }
        if input.peek(Token![,]) {
            let _: syn::Result<Token![,]> = input.parse();
        }
    }
}

fn skip_item(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _: syn::Result<proc_macro2::TokenTree> = input.parse();
    }
}

/// Reads what is left and forgets it, so that nobody complains of it after another mistake.
pub(crate) fn drain(input: ParseStream<'_>) {
    let _: syn::Result<proc_macro2::TokenStream> = input.parse();
}

/// The items of `word(..)`.
pub(crate) fn list(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
    read: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    if !input.peek(syn::token::Paren) {
        return Err(misuse(word, input, "takes a list", &format!("{word}(..)")));
    }
    let content;
    parenthesized!(content in input);
    items(&content, errors, read);
    Ok(())
}

/// Nothing may follow the word.
pub(crate) fn flag(word: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format!("`{word}` takes no value: write the word alone")))
}

/// Whether nothing follows the word.
pub(crate) fn is_bare(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// `word = "text"`
pub(crate) fn text(word: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    assigned(word, input, "takes a text", "\"..\"")
}

/// `word = 5`, in these bounds.
pub(crate) fn integer(word: &Ident, input: ParseStream<'_>, bounds: (i32, i32)) -> syn::Result<i32> {
    let negative_follows = input.peek2(Token![-]);
    let (value, tokens) = if negative_follows {
        input.parse::<Token![=]>()?;
        let minus: Token![-] = input.parse()?;
        let number: LitInt = input.parse()?;
        (number.base10_parse::<i32>().map(|value| -value), quote::quote!(#minus #number))
    } else {
        let number: LitInt = assigned(word, input, "takes a number", "..")?;
        (number.base10_parse::<i32>(), number.into_token_stream())
    };
    let (low, high) = bounds;
    match value {
        Ok(value) if (low..=high).contains(&value) => Ok(value),
        _ => Err(syn::Error::new_spanned(tokens, format!("`{word}` goes from {low} to {high}"))),
    }
}

/// `word = <expression>`
pub(crate) fn expression(word: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    assigned(word, input, "takes an expression", "..")
}

/// `word = name`
pub(crate) fn ident(word: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    if !input.peek(Token![=]) {
        return Err(misuse(word, input, "takes a name", &format!("{word} = ..")));
    }
    input.parse::<Token![=]>()?;
    input.call(Ident::parse_any)
}

/// `word = path::to::it`
pub(crate) fn path(word: &Ident, input: ParseStream<'_>) -> syn::Result<syn::Path> {
    if !input.peek(Token![=]) {
        return Err(misuse(word, input, "takes a path", &format!("{word} = ..")));
    }
    input.parse::<Token![=]>()?;
    input.call(syn::Path::parse_mod_style)
}

/// Names between parentheses: `word(a, b)`.
pub(crate) fn names(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<Ident>> {
    let mut names = Vec::new();
    list(word, input, errors, |input, _| {
        names.push(input.call(Ident::parse_any)?);
        Ok(())
    })?;
    Ok(names)
}

fn assigned<T: Parse>(word: &Ident, input: ParseStream<'_>, takes: &str, value: &str) -> syn::Result<T> {
    let wrong = || format!("`{word}` {takes}: `{word} = {value}`");
    if !input.peek(Token![=]) {
        return Err(misuse(word, input, takes, &format!("{word} = {value}")));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() {
        return Err(syn::Error::new_spanned(word, wrong()));
    }
    let is_other_literal = input.peek(Lit);
    input
        .parse()
        .map_err(|error| if is_other_literal { syn::Error::new(error.span(), wrong()) } else { error })
}

/// The word is right, but not what follows it.
fn misuse(word: &Ident, input: ParseStream<'_>, takes: &str, example: &str) -> syn::Error {
    let message = format!("`{word}` {takes}: `{example}`");
    if is_bare(input) {
        syn::Error::new_spanned(word, message)
    } else if input.peek(Ident::peek_any) {
        input.error(format!("expected `,` behind `{word}`"))
    } else {
        input.error(message)
    }
}
