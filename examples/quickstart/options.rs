//! The words after the program's name.

use std::ffi::OsString;
use std::path::PathBuf;

/// What `--help` says.
pub(crate) const HELP: &str = "\
The main job of cormorant: makes a music shop's tables from models, loads rows, asks questions, sells something.

Usage: cargo xtask quickstart [-- OPTIONS]
       cargo run --example quickstart [-- OPTIONS]

Options:
  --data DIR   load this folder of CSV files (artist.csv, album.csv, ..) instead of a small shop that is made up
  --dir DIR    keep the private server's data in this folder
               (else target/quickstart; for root /var/lib/cormorant/quickstart)
  --help       print this

Without --dir, DATABASE_URL names a server to use instead of a private one. All tables are in the schema
\"cormorant_music\", which is made anew each time; nothing else is touched.";

/// What was asked for.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    pub(crate) data: Option<PathBuf>,
    pub(crate) dir: Option<PathBuf>,
}

impl Options {
    /// Reads the words; `None` if help was asked for.
    pub(crate) fn read(words: impl IntoIterator<Item = OsString>) -> Result<Option<Options>, String> {
        let mut options = Options::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let text = word.to_string_lossy().into_owned();
            let (name, value) = match text.split_once('=') {
                Some((name, value)) => (name, Some(OsString::from(value))),
                None => (text.as_str(), None),
            };
            let place = match name {
                "--help" | "-h" => return Ok(None),
                "--data" => &mut options.data,
                "--dir" => &mut options.dir,
                _ => return Err(format!("`{text}` is not an option")),
            };
            let value = value.or_else(|| words.next()).filter(|value| !value.is_empty());
            *place = Some(value.ok_or_else(|| format!("`{name}` needs a folder"))?.into());
        }
        Ok(Some(options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Option<Options>, String> {
        Options::read(words.iter().map(OsString::from))
    }

    #[test]
    fn folders_are_written_with_a_blank_or_with_an_equals_sign() {
        let expected = Options { data: Some("a".into()), dir: Some("b c".into()) };
        assert_eq!(read(&["--data", "a", "--dir=b c"]), Ok(Some(expected)));
    }

    #[test]
    fn mistakes_are_told() {
        assert_eq!(read(&["--data"]), Err("`--data` needs a folder".to_owned()));
        assert_eq!(read(&["--dat", "a"]), Err("`--dat` is not an option".to_owned()));
        assert_eq!(read(&["--data", "a", "-h"]), Ok(None));
    }
}
