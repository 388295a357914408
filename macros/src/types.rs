//! Syntactic questions about a type. Whether a column can have a type is the compiler's business; these only
//! serve messages that the compiler could not give.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// Whether the type is written as `Option<_>`.
pub(crate) fn is_option(ty: &Type) -> bool {
    option_argument(ty).is_some()
}

/// `T` of `Option<T>`.
pub(crate) fn option_argument(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// For the integers that PostgreSQL does not have: their name and the type to take instead.
pub(crate) fn missing_integer(ty: &Type) -> Option<(String, &'static str)> {
    let ty = option_argument(ty).unwrap_or(ty);
    let Type::Path(path) = ty else { return None };
    let name = path.path.get_ident()?.to_string();
    let instead = match name.as_str() {
        "i8" | "u8" => "i16",
        "u16" => "i32",
        "u32" | "u64" | "usize" | "isize" => "i64",
        "i128" | "u128" => "Decimal",
        _ => return None,
    };
    Some((name, instead))
}

/// Whether the type is written as an integer that PostgreSQL has, so that the compiler need not be asked.
pub(crate) fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if ["i16", "i32", "i64"].iter().any(|name| path.path.is_ident(name)))
}

/// Whether the type is written as `f32` or `f64`.
pub(crate) fn is_float(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("f32") || path.path.is_ident("f64"))
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}
