//! Texts and bytes.

use crate::query::argument::{call, list};
use crate::query::{Argument, Arguments, Expr, NotNull};

sql! { lower(text: String) -> String, "in lower case" }
sql! { upper(text: String) -> String, "in upper case" }
sql! { initcap(text: String) -> String,
"the first letter of each word in upper case, the others in lower case" }
sql! { length(text: String) -> i32, "how many characters" }
sql! { octet_length(text: String) -> i32, "how many bytes" }
sql! { trim(text: String) -> String = "btrim", "without blanks at both ends" }
sql! { ltrim(text: String) -> String, "without blanks at the start" }
sql! { rtrim(text: String) -> String, "without blanks at the end" }
sql! { trim_chars(text: String, characters: String) -> String = "btrim",
"without any of these characters at both ends" }
sql! { ltrim_chars(text: String, characters: String) -> String = "ltrim",
"without any of these characters at the start" }
sql! { rtrim_chars(text: String, characters: String) -> String = "rtrim",
"without any of these characters at the end" }
sql! { substr(text: String, start: i32) -> String, "from the character at this position on, counted from 1" }
sql! { substring(text: String, start: i32, count: i32) -> String = "substr",
"so many characters from this position on, counted from 1" }
sql! { strpos(text: String, part: String) -> i32,
"where the part starts, counted from 1; 0 if it is not there" }
sql! { replace(text: String, from: String, to: String) -> String, "with all `from` replaced by `to`" }
sql! { translate(text: String, from: String, to: String) -> String,
"with each character of `from` replaced by the one of `to` at the same place" }
sql! { split_part(text: String, delimiter: String, n: i32) -> String,
"the n-th part, counted from 1; empty if there are fewer" }
sql! { left(text: String, n: i32) -> String, "the first n characters; all but the last -n for a negative n" }
sql! { right(text: String, n: i32) -> String, "the last n characters; all but the first -n for a negative n" }
sql! { lpad(text: String, length: i32, fill: String) -> String,
"filled up from the left, or cut, to this length" }
sql! { rpad(text: String, length: i32, fill: String) -> String,
"filled up from the right, or cut, to this length" }
sql! { repeat(text: String, n: i32) -> String, "n times" }
sql! { reverse(text: String) -> String, "from the end to the start" }
sql! { starts_with(text: String, prefix: String) -> bool, "whether it begins so" }
sql! { ascii(text: String) -> i32, "the number of the first character" }
sql! { chr(number: i32) -> String, "the character of this number" }
sql! { md5(text: String) -> String, "in hexadecimal digits" }
sql! { quote_ident(name: String) -> String, "quoted if it must be, to be a name in SQL text" }
sql! { quote_literal(text: String) -> String, "quoted, to be a text in SQL text" }
sql! { to_hex(number: i64) -> String, "in hexadecimal digits" }
sql! { regexp_replace(text: String, pattern: String, replacement: String) -> String,
"with the first match replaced" }
sql! { regexp_replace_flags(text: String, pattern: String, replacement: String, flags: String) -> String = "regexp_replace",
"`g` replaces all matches, `i` ignores case" }
sql! { regexp_match(text: String, pattern: String) -> Option<Vec<Option<String>>>,
"the groups of the first match, or the whole match; NULL if there is none" }
sql! { regexp_match_flags(text: String, pattern: String, flags: String) -> Option<Vec<Option<String>>> = "regexp_match",
"as `regexp_match`; the flag `i` ignores case" }
sql! { regexp_matches(text: String, pattern: String, flags: String) -> SetOf<Vec<Option<String>>>,
"a row per match (flag `g`) with its groups" }
sql! { substring_matching(text: String, pattern: String) -> Option<String> = "substring",
"the first match of a regular expression; NULL if there is none" }
sql! { regexp_count(text: String, pattern: String) -> i32, "how many matches (PostgreSQL 15)" }
sql! { regexp_like(text: String, pattern: String, flags: String) -> bool,
"is there a match? (PostgreSQL 15)" }
sql! { regexp_instr(text: String, pattern: String) -> i32,
"where the first match starts, counted from 1; 0 if there is none (PostgreSQL 15)" }
sql! { regexp_substr(text: String, pattern: String) -> Option<String>,
"the first match; NULL if there is none (PostgreSQL 15)" }
sql! { regexp_split_to_array(text: String, pattern: String) -> Vec<String>, "the parts between the matches" }
sql! { regexp_split_to_table(text: String, pattern: String) -> SetOf<String>, "a row per part between the matches" }
sql! { string_to_array(text: String, delimiter: String) -> Vec<String>, "the parts between the delimiters" }
sql! { string_to_array_null(text: String, delimiter: String, null: String) -> Vec<Option<String>> = "string_to_array",
"the parts between the delimiters; those that equal `null` are NULL" }
sql! { string_to_table(text: String, delimiter: String) -> SetOf<String>,
"a row per part between the delimiters (PostgreSQL 14)" }
sql! { encode(bytes: Vec<u8>, format: String) -> String, "as text in `base64`, `hex` or `escape`" }
sql! { decode(text: String, format: String) -> Vec<u8>, "bytes from `base64`, `hex` or `escape`" }
sql! { sha256(bytes: Vec<u8>) -> Vec<u8>, "the hash, 32 bytes" }
sql! { bytes_length(bytes: Vec<u8>) -> i32 = "length", "how many bytes" }

/// `concat(a, b, ..)`: the texts of all values that are not NULL, one after the other; never NULL.
///
/// Takes a tuple of values of any type: `concat((User::first, " ", User::id))`.
pub fn concat<A: Arguments<Uses = U>, U>(parts: A) -> Expr<String, NotNull<U>> {
    call("concat", list(parts))
}

/// `concat_ws(separator, a, b, ..)`: the texts of all values that are not NULL, with the separator in between.
pub fn concat_ws<P, A, U, W>(separator: P, parts: A) -> Expr<String, (U, NotNull<W>)>
where
    P: Argument<String, Uses = U>,
    A: Arguments<Uses = W>,
{
    let mut args = vec![separator.into_argument()];
    parts.push_arguments(&mut args);
    call("concat_ws", args)
}

/// `format(template, a, b, ..)`: `%s` is a value as text, `%I` a quoted name, `%L` a quoted literal.
pub fn format<P, A, U, W>(template: P, parts: A) -> Expr<String, (U, NotNull<W>)>
where
    P: Argument<String, Uses = U>,
    A: Arguments<Uses = W>,
{
    let mut args = vec![template.into_argument()];
    parts.push_arguments(&mut args);
    call("format", args)
}
