//! What a connection string says of TLS, as libpq has it.
//!
//! tokio-postgres knows `sslmode=disable|prefer|require` and refuses the rest, so the rest is taken out before it
//! reads the string.

use std::ops::Range;
use std::path::PathBuf;

use crate::engine::config::configuration;
use crate::error::Result;

/// How far a server must prove who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Not at all, unless root certificates are given: then as `Authority`.
    #[default]
    None,
    /// `sslmode=verify-ca`: with a certificate that a trusted authority has signed.
    Authority,
    /// `sslmode=verify-full`: with a certificate for the host that was asked for.
    Name,
}

/// Where trusted authorities come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// `sslrootcert=system`: the operating system's.
    System,
    /// A file of certificates in PEM.
    File(PathBuf),
}

/// The options of a connection string that tokio-postgres does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Security {
    pub(crate) proof: Proof,
    /// `sslrootcert`
    pub(crate) roots: Option<Roots>,
    /// `sslcert`: the client's own certificate, and those that lead to its authority.
    pub(crate) certificate: Option<PathBuf>,
    /// `sslkey`: the key of `certificate`.
    pub(crate) key: Option<PathBuf>,
}

impl Security {
    /// The first option that cannot be obeyed without TLS.
    pub(crate) fn demands(&self) -> Option<&'static str> {
        let Security { proof, roots, certificate, key } = self;
        if *proof != Proof::None {
            return Some("sslmode");
        }
        let files =
            [("sslrootcert", roots.is_some()), ("sslcert", certificate.is_some()), ("sslkey", key.is_some())];
        files.into_iter().find_map(|(name, given)| given.then_some(name))
    }

    /// Takes an option; returns what is left of it for tokio-postgres, `None` if it is not for us.
    fn take(&mut self, name: &str, value: &str) -> Result<Option<&'static str>> {
        match (name, value) {
            ("sslmode", "verify-ca" | "verify-full") => {
                self.proof = if value == "verify-ca" { Proof::Authority } else { Proof::Name };
                Ok(Some("sslmode=require"))
            }
            // libpq tries without TLS first; either way nobody is promised anything.
            ("sslmode", "allow") => Ok(Some("sslmode=prefer")),
            ("sslrootcert" | "sslcert" | "sslkey", "") => Ok(Some("")),
            ("sslrootcert", _) => {
                let system = value == "system";
                self.roots = Some(if system { Roots::System } else { Roots::File(value.into()) });
                Ok(Some(""))
            }
            ("sslcert", _) => {
                self.certificate = Some(value.into());
                Ok(Some(""))
            }
            ("sslkey", _) => {
                self.key = Some(value.into());
                Ok(Some(""))
            }
            ("sslcrl" | "sslcrldir" | "sslpassword", _) => {
                Err(configuration(known(name), "is not supported"))
            }
            _ => Ok(None),
        }
    }
}

fn known(name: &str) -> &'static str {
    ["sslcrl", "sslcrldir"].into_iter().find(|known| *known == name).unwrap_or("sslpassword")
}

/// Takes the options of TLS out of a connection string, and returns what remains of it.
///
/// # Errors
///
/// [`Error::Configuration`](crate::error::Error::Configuration) names an option that contradicts another one.
pub(crate) fn extract(text: &str) -> Result<(String, Security)> {
    let mut security = Security::default();
    let is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
    let rest = if is_url { of_url(text, &mut security)? } else { of_pairs(text, &mut security)? };
    if security.certificate.is_some() != security.key.is_some() {
        return Err(configuration("sslcert", "`sslcert` and `sslkey` are given together or not at all"));
    }
    Ok((rest, security))
}

fn of_url(url: &str, security: &mut Security) -> Result<String> {
    let host = url.find('@').unwrap_or(0);
    let Some(query) = url[host..].find('?').map(|at| host + at) else { return Ok(url.to_owned()) };
    let mut kept = Vec::new();
    for option in url[query + 1..].split('&') {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        match security.take(name, &decoded(value))? {
            None => kept.push(option),
            Some("") => {}
            Some(replaced) => kept.push(replaced),
        }
    }
    let separator = if kept.is_empty() { "" } else { "?" };
    Ok(format!("{}{separator}{}", &url[..query], kept.join("&")))
}

fn of_pairs(text: &str, security: &mut Security) -> Result<String> {
    // Where it is no list of pairs, tokio-postgres says so.
    let Some(pairs) = pairs(text) else { return Ok(text.to_owned()) };
    let (mut rest, mut end) = (String::with_capacity(text.len()), 0);
    for Pair { name, value, place } in pairs {
        if let Some(replaced) = security.take(name, &value)? {
            rest.push_str(&text[end..place.start]);
            rest.push_str(replaced);
            end = place.end;
        }
    }
    rest.push_str(&text[end..]);
    Ok(rest)
}

/// `name = 'value'` in a text.
struct Pair<'t> {
    name: &'t str,
    value: String,
    place: Range<usize>,
}

fn pairs(text: &str) -> Option<Vec<Pair<'_>>> {
    let mut pairs = Vec::new();
    let mut at = skip_space(text, 0);
    while at < text.len() {
        let start = at;
        let equals = start + text[start..].find('=')?;
        let name = text[start..equals].trim_end();
        let begin = skip_space(text, equals + 1);
        let (value, end) = value(text, begin)?;
        pairs.push(Pair { name, value, place: start..end });
        at = skip_space(text, end);
    }
    Some(pairs)
}

/// A value, quoted or not, and where it ends. A backslash takes the next character as it is.
fn value(text: &str, begin: usize) -> Option<(String, usize)> {
    let quoted = text[begin..].starts_with('\'');
    let mut value = String::new();
    let mut chars = text[begin..].char_indices().skip(usize::from(quoted));
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            '\'' if quoted => return Some((value, begin + at + 1)),
            c if c.is_whitespace() && !quoted => return Some((value, begin + at)),
            c => value.push(c),
        }
    }
    (!quoted).then_some((value, text.len()))
}

fn skip_space(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

/// The text of a percent-encoded one. What is no text stays as it is: it names no file then.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match (first, digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (byte, _) => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tokio_postgres_does_not_know_is_taken_out_of_a_url() {
        let (rest, security) = extract(
            "postgres://me:a%3Fb@h/x?application_name=y&sslmode=verify-full&sslrootcert=%2Fetc%2Fa%20b.pem&port=1",
        )
        .unwrap();
        assert_eq!(rest, "postgres://me:a%3Fb@h/x?application_name=y&sslmode=require&port=1");
        let roots = Some(Roots::File("/etc/a b.pem".into()));
        assert_eq!(security, Security { proof: Proof::Name, roots, ..Security::default() });
        let (rest, security) = extract("postgres://h/x?sslrootcert=system").unwrap();
        assert_eq!((&*rest, security.roots), ("postgres://h/x", Some(Roots::System)));
    }

    #[test]
    fn and_out_of_pairs_with_quotes_and_spaces() {
        let (rest, security) = extract(
            r"host=h sslmode = verify-ca sslrootcert='/a b/it\'s.pem' password='x sslkey=y' sslcert=c sslkey=k",
        )
        .unwrap();
        assert_eq!(rest, "host=h sslmode=require  password='x sslkey=y'  ");
        let expected = Security {
            proof: Proof::Authority,
            roots: Some(Roots::File("/a b/it's.pem".into())),
            certificate: Some("c".into()),
            key: Some("k".into()),
        };
        assert_eq!(security, expected);
    }

    #[test]
    fn other_connection_strings_stay_as_they_are() {
        for text in ["postgres://me@h/x?sslmode=require", "host=h sslmode=disable", "host='h", "nonsense", ""]
        {
            assert_eq!(extract(text).unwrap(), (text.to_owned(), Security::default()));
        }
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        let error = extract("host=h sslcert=c").unwrap_err();
        assert_eq!(error.to_string(), "`sslcert`: `sslcert` and `sslkey` are given together or not at all");
        assert_eq!(extract("host=h sslcrl=c").unwrap_err().to_string(), "`sslcrl`: is not supported");
    }
}
