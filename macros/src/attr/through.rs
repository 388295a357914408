//! `through = ..`: the table in between of a many-to-many relationship.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Path, Token, parenthesized};

use crate::attr::read;
use crate::errors::Errors;

/// The table in between.
pub(crate) struct Through {
    pub(crate) table: ThroughTable,
    /// Its columns that hold this end's key, and the other end's; none given for a model: its foreign keys decide.
    pub(crate) columns: Option<(Vec<LinkColumn>, Vec<LinkColumn>)>,
}

/// What the table in between is.
pub(crate) enum ThroughTable {
    /// `"post_tag"(..)` or `"app"."post_tag"(..)`: a table without model.
    Table { schema: Option<LitStr>, name: LitStr },
    /// `PostTag`: a model.
    Model(Path),
}

/// A column of the table in between.
pub(crate) enum LinkColumn {
    /// A column of a table, or a field of a model.
    Ident(Ident),
    /// A column of a table, if its name is no Rust name.
    Text(LitStr),
}

impl ToTokens for LinkColumn {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        match self {
            LinkColumn::Ident(ident) => ident.to_tokens(tokens),
            LinkColumn::Text(text) => text.to_tokens(tokens),
        }
    }
}

const EXAMPLE: &str = "`through = \"post_tag\"(post_id, tag_id)`, or a model: `through = PostTag`";

/// `through = "post_tag"(post_id, tag_id)`, `through = PostTag`, `through = PostTag(post_id, tag_id)`.
pub(crate) fn read(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Through> {
    if !input.peek(Token![=]) {
        return Err(syn::Error::new_spanned(
            word,
            format!("`through` names the table in between: {EXAMPLE}"),
        ));
    }
    input.parse::<Token![=]>()?;
    let table = table(input)?;
    if input.peek(syn::token::Paren) {
        let columns = columns(word, input, errors)?;
        return Ok(Through { table, columns: Some(columns) });
    }
    match &table {
        ThroughTable::Model(_) => Ok(Through { table, columns: None }),
        ThroughTable::Table { name, .. } => {
            Err(syn::Error::new_spanned(name, format!("name the two columns of the table, too: {EXAMPLE}")))
        }
    }
}

fn table(input: ParseStream<'_>) -> syn::Result<ThroughTable> {
    if !input.peek(LitStr) {
        return input.call(Path::parse_mod_style).map(ThroughTable::Model);
    }
    let first: LitStr = input.parse()?;
    if !input.peek(Token![.]) {
        return Ok(ThroughTable::Table { schema: None, name: first });
    }
    input.parse::<Token![.]>()?;
    Ok(ThroughTable::Table { schema: Some(first), name: input.parse()? })
}

/// `(post_id, tag_id)`, or `((room, num), tag_id)` for keys of several columns.
fn columns(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<(Vec<LinkColumn>, Vec<LinkColumn>)> {
    let mut sides = Vec::new();
    read::list(word, input, errors, |input, errors| {
        sides.push(side(input, errors)?);
        Ok(())
    })?;
    match <[_; 2]>::try_from(sides) {
        Ok([local, remote]) => Ok((local, remote)),
        Err(_) => Err(syn::Error::new_spanned(
            word,
            "`through` has two sides, the key of this model and the key of the other one; keys of several columns \
             go in parentheses: `through = \"shelf_tag\"((room, num), tag_id)`",
        )),
    }
}

fn side(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<LinkColumn>> {
    if !input.peek(syn::token::Paren) {
        return Ok(vec![link_column(input)?]);
    }
    let content;
    parenthesized!(content in input);
    let mut columns = Vec::new();
    read::items(&content, errors, |input, _| {
        columns.push(link_column(input)?);
        Ok(())
    });
    Ok(columns)
}

fn link_column(input: ParseStream<'_>) -> syn::Result<LinkColumn> {
    if input.peek(LitStr) {
        return input.parse().map(LinkColumn::Text);
    }
    input.call(Ident::parse_any).map(LinkColumn::Ident)
}
