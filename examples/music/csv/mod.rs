//! Reads a folder of CSV files: `TABLE.csv` for each table, with a header.
//!
//! An empty field without quotes is NULL, `""` is an empty text.

mod split;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use split::{Raw, Records};

use super::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Music, Playlist,
    PlaylistTrack, Track,
};

/// What is wrong with a folder of CSV files, and where.
#[derive(Debug)]
pub struct Error {
    file: PathBuf,
    line: Option<usize>,
    message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file.display(), self.message),
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

impl std::error::Error for Error {}

/// Reads all eleven files of a folder.
///
/// # Errors
///
/// A file is missing, has no column of that name, or has a value that does not fit the column; the message names
/// file, line and column.
pub fn read(folder: &Path) -> Result<Music, Error> {
    Ok(Music {
        artists: rows(folder, "artist")?,
        albums: rows(folder, "album")?,
        genres: rows(folder, "genre")?,
        media_types: rows(folder, "media_type")?,
        tracks: rows(folder, "track")?,
        playlists: rows(folder, "playlist")?,
        playlist_tracks: rows(folder, "playlist_track")?,
        employees: rows(folder, "employee")?,
        customers: rows(folder, "customer")?,
        invoices: rows(folder, "invoice")?,
        invoice_lines: rows(folder, "invoice_line")?,
    })
}

/// Reads one file.
fn rows<M: FromRecord>(folder: &Path, table: &str) -> Result<Vec<M>, Error> {
    let file = folder.join(format!("{table}.csv"));
    let fault = |line, message| Error { file: file.clone(), line, message };
    let text = fs::read_to_string(&file).map_err(|error| fault(None, format!("cannot be read: {error}")))?;
    let mut records = Records::new(&text);
    let header: Vec<String> = match records.next() {
        Some(Ok(names)) => names.fields.into_iter().map(Option::unwrap_or_default).collect(),
        Some(Err((line, message))) => return Err(fault(Some(line), message)),
        None => return Err(fault(None, "has no header".to_owned())),
    };
    records
        .map(|found| {
            let (line, fields) = match found {
                Ok(Raw { line, fields }) => (line, fields),
                Err((line, message)) => return Err(fault(Some(line), message)),
            };
            if fields.len() != header.len() {
                let message = format!("{} fields, but the header has {}", fields.len(), header.len());
                return Err(fault(Some(line), message));
            }
            M::from_record(&Record { header: &header, fields: &fields })
                .map_err(|message| fault(Some(line), message))
        })
        .collect()
}

/// A line with the names of its fields.
struct Record<'a> {
    header: &'a [String],
    fields: &'a [Option<String>],
}

impl Record<'_> {
    fn get<T: FromField>(&self, column: &str) -> Result<T, String> {
        let at = self.header.iter().position(|name| name == column);
        let at = at.ok_or_else(|| format!("the header has no column `{column}`"))?;
        T::from_field(self.fields[at].as_deref()).map_err(|message| format!("column `{column}`: {message}"))
    }
}

/// A value of a field.
trait FromField: Sized {
    fn from_field(field: Option<&str>) -> Result<Self, String>;
}

impl<T: FromField> FromField for Option<T> {
    fn from_field(field: Option<&str>) -> Result<Self, String> {
        field.map(|text| T::from_field(Some(text))).transpose()
    }
}

impl FromField for String {
    fn from_field(field: Option<&str>) -> Result<Self, String> {
        present(field).map(str::to_owned)
    }
}

impl FromField for i32 {
    fn from_field(field: Option<&str>) -> Result<Self, String> {
        parse(field, "a whole number")
    }
}

impl FromField for Decimal {
    fn from_field(field: Option<&str>) -> Result<Self, String> {
        parse(field, "a decimal number")
    }
}

impl FromField for NaiveDateTime {
    fn from_field(field: Option<&str>) -> Result<Self, String> {
        let text = present(field)?;
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
            .map_err(|_| format!("`{text}` is not a time like 2026-11-21 09:30:00"))
    }
}

fn parse<T: FromStr>(field: Option<&str>, what: &str) -> Result<T, String> {
    let text = present(field)?;
    text.parse().map_err(|_| format!("`{text}` is not {what}"))
}

fn present(field: Option<&str>) -> Result<&str, String> {
    field.ok_or_else(|| "it is empty, but cannot be NULL".to_owned())
}

/// A model that a line can be read as.
trait FromRecord: Sized {
    fn from_record(record: &Record<'_>) -> Result<Self, String>;
}

/// Each field of the model is the column of that name.
macro_rules! from_record {
    ($($model:ident { $($column:ident),+ })+) => {
        $(impl FromRecord for $model {
            fn from_record(record: &Record<'_>) -> Result<Self, String> {
                Ok($model { $($column: record.get(stringify!($column))?),+ })
            }
        })+
    };
}

from_record! {
    Artist { artist_id, name }
    Album { album_id, title, artist_id }
    Genre { genre_id, name }
    MediaType { media_type_id, name }
    Track { track_id, name, album_id, media_type_id, genre_id, composer, milliseconds, bytes, unit_price }
    Playlist { playlist_id, name }
    PlaylistTrack { playlist_id, track_id }
    Employee {
        employee_id, last_name, first_name, title, reports_to, birth_date, hire_date, address, city, state,
        country, postal_code, phone, fax, email
    }
    Customer {
        customer_id, first_name, last_name, company, address, city, state, country, postal_code, phone, fax,
        email, support_rep_id
    }
    Invoice {
        invoice_id, customer_id, invoice_date, billing_address, billing_city, billing_state, billing_country,
        billing_postal_code, total
    }
    InvoiceLine { invoice_line_id, invoice_id, track_id, unit_price, quantity }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_does_not_fit_names_its_column() {
        let header = ["artist_id".to_owned()];
        let read = |field: Option<&str>| {
            Artist::from_record(&Record { header: &header, fields: &[field.map(str::to_owned)] })
                .expect_err("there is a mistake")
        };
        assert_eq!(read(Some("x")), "column `artist_id`: `x` is not a whole number");
        assert_eq!(read(None), "column `artist_id`: it is empty, but cannot be NULL");
        assert_eq!(read(Some("1")), "the header has no column `name`");
    }
}
