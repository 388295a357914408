//! Documentation comments.

use syn::{Attribute, Expr, Lit, LitStr, Meta};

/// Where a COMMENT comes from.
pub(crate) enum Comment {
    /// It is written out.
    Text(LitStr),
    /// It is the documentation comment.
    Docs,
}

/// The documentation comments among the attributes.
pub(crate) fn doc_attributes(attrs: &[Attribute]) -> Vec<Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("doc")).cloned().collect()
}

/// The text of documentation comments: lines joined, the space behind `///` taken away.
pub(crate) fn doc_text(docs: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = docs.iter().filter_map(doc_line).collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn doc_line(attr: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attr.meta else { return None };
    let Expr::Lit(literal) = &meta.value else { return None };
    let Lit::Str(text) = &literal.lit else { return None };
    let text = text.value();
    Some(text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}
