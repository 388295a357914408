//! Texts and bytes.

use crate::query::argument::{call, list};
use crate::query::{Argument, Arguments, Expr, NotNull};
use crate::sql_function;

sql_function! {
    /// `lower(text)`: in lower case.
    pub fn lower(text: String) -> String;
    /// `upper(text)`: in upper case.
    pub fn upper(text: String) -> String;
    /// `initcap(text)`: the first letter of each word in upper case, the others in lower case.
    pub fn initcap(text: String) -> String;
    /// `length(text)`: how many characters.
    pub fn length(text: String) -> i32;
    /// `octet_length(text)`: how many bytes.
    pub fn octet_length(text: String) -> i32;
    /// `btrim(text)`: without blanks at both ends.
    pub fn trim(text: String) -> String = "btrim";
    /// `ltrim(text)`: without blanks at the start.
    pub fn ltrim(text: String) -> String;
    /// `rtrim(text)`: without blanks at the end.
    pub fn rtrim(text: String) -> String;
    /// `btrim(text, characters)`: without any of these characters at both ends.
    pub fn trim_chars(text: String, characters: String) -> String = "btrim";
    /// `ltrim(text, characters)`: without any of these characters at the start.
    pub fn ltrim_chars(text: String, characters: String) -> String = "ltrim";
    /// `rtrim(text, characters)`: without any of these characters at the end.
    pub fn rtrim_chars(text: String, characters: String) -> String = "rtrim";
    /// `substr(text, start)`: from the character at this position on, counted from 1.
    pub fn substr(text: String, start: i32) -> String;
    /// `substr(text, start, count)`: so many characters from this position on, counted from 1.
    pub fn substring(text: String, start: i32, count: i32) -> String = "substr";
    /// `strpos(text, part)`: where the part starts, counted from 1; 0 if it is not there.
    pub fn strpos(text: String, part: String) -> i32;
    /// `replace(text, from, to)`: with all `from` replaced by `to`.
    pub fn replace(text: String, from: String, to: String) -> String;
    /// `translate(text, from, to)`: with each character of `from` replaced by the one of `to` at the same place.
    pub fn translate(text: String, from: String, to: String) -> String;
    /// `split_part(text, delimiter, n)`: the n-th part, counted from 1; empty if there are fewer.
    pub fn split_part(text: String, delimiter: String, n: i32) -> String;
    /// `left(text, n)`: the first n characters; all but the last -n for a negative n.
    pub fn left(text: String, n: i32) -> String;
    /// `right(text, n)`: the last n characters; all but the first -n for a negative n.
    pub fn right(text: String, n: i32) -> String;
    /// `lpad(text, length, fill)`: filled up from the left, or cut, to this length.
    pub fn lpad(text: String, length: i32, fill: String) -> String;
    /// `rpad(text, length, fill)`: filled up from the right, or cut, to this length.
    pub fn rpad(text: String, length: i32, fill: String) -> String;
    /// `repeat(text, n)`: n times.
    pub fn repeat(text: String, n: i32) -> String;
    /// `reverse(text)`: from the end to the start.
    pub fn reverse(text: String) -> String;
    /// `starts_with(text, prefix)`
    pub fn starts_with(text: String, prefix: String) -> bool;
    /// `ascii(text)`: the number of the first character.
    pub fn ascii(text: String) -> i32;
    /// `chr(number)`: the character of this number.
    pub fn chr(number: i32) -> String;
    /// `md5(text)`: in hexadecimal digits.
    pub fn md5(text: String) -> String;
    /// `quote_ident(name)`: quoted if it must be, to be a name in SQL text.
    pub fn quote_ident(name: String) -> String;
    /// `quote_literal(text)`: quoted, to be a text in SQL text.
    pub fn quote_literal(text: String) -> String;
    /// `to_hex(number)`
    pub fn to_hex(number: i64) -> String;
    /// `regexp_replace(text, pattern, replacement)`: with the first match replaced.
    pub fn regexp_replace(text: String, pattern: String, replacement: String) -> String;
    /// `regexp_replace(text, pattern, replacement, flags)`: `g` replaces all matches, `i` ignores case.
    pub fn regexp_replace_flags(text: String, pattern: String, replacement: String, flags: String) -> String = "regexp_replace";
    /// `regexp_match(text, pattern)`: the groups of the first match, or the whole match; NULL if there is none.
    pub fn regexp_match(text: String, pattern: String) -> Option<Vec<Option<String>>>;
    /// `regexp_match(text, pattern, flags)`
    pub fn regexp_match_flags(text: String, pattern: String, flags: String) -> Option<Vec<Option<String>>> = "regexp_match";
    /// `regexp_matches(text, pattern, flags)`: a row per match (flag `g`) with its groups.
    pub fn regexp_matches(text: String, pattern: String, flags: String) -> Vec<Option<String>>;
    /// `substring(text, pattern)`: the first match of a regular expression; NULL if there is none.
    pub fn substring_matching(text: String, pattern: String) -> Option<String> = "substring";
    /// `regexp_count(text, pattern)`: how many matches (PostgreSQL 15).
    pub fn regexp_count(text: String, pattern: String) -> i32;
    /// `regexp_like(text, pattern, flags)`: is there a match? (PostgreSQL 15)
    pub fn regexp_like(text: String, pattern: String, flags: String) -> bool;
    /// `regexp_instr(text, pattern)`: where the first match starts, counted from 1; 0 if there is none (PostgreSQL 15).
    pub fn regexp_instr(text: String, pattern: String) -> i32;
    /// `regexp_substr(text, pattern)`: the first match; NULL if there is none (PostgreSQL 15).
    pub fn regexp_substr(text: String, pattern: String) -> Option<String>;
    /// `regexp_split_to_array(text, pattern)`: the parts between the matches.
    pub fn regexp_split_to_array(text: String, pattern: String) -> Vec<String>;
    /// `regexp_split_to_table(text, pattern)`: a row per part between the matches.
    pub fn regexp_split_to_table(text: String, pattern: String) -> String;
    /// `string_to_array(text, delimiter)`: the parts between the delimiters.
    pub fn string_to_array(text: String, delimiter: String) -> Vec<String>;
    /// `string_to_array(text, delimiter, null)`: the parts between the delimiters; those that equal `null` are NULL.
    pub fn string_to_array_null(text: String, delimiter: String, null: String) -> Vec<Option<String>> = "string_to_array";
    /// `string_to_table(text, delimiter)`: a row per part between the delimiters (PostgreSQL 14).
    pub fn string_to_table(text: String, delimiter: String) -> String;
    /// `encode(bytes, format)`: as text in `base64`, `hex` or `escape`.
    pub fn encode(bytes: Vec<u8>, format: String) -> String;
    /// `decode(text, format)`: bytes from `base64`, `hex` or `escape`.
    pub fn decode(text: String, format: String) -> Vec<u8>;
    /// `sha256(bytes)`
    pub fn sha256(bytes: Vec<u8>) -> Vec<u8>;
    /// `length(bytes)`: how many bytes.
    pub fn bytes_length(bytes: Vec<u8>) -> i32 = "length";
}

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
