//! A small shop, made up: enough rows for each question to have an interesting answer.
//!
//! The same rows each time. One artist has no record, one customer has bought nothing, one playlist is empty and
//! some tracks have no composer, so that there is something to see in left joins.

use chrono::{Days, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Music, Playlist,
    PlaylistTrack, Track,
};

const GENRES: [&str; 5] = ["Rock", "Jazz", "Classical", "Electronic", "Folk"];

const MEDIA_TYPES: [&str; 2] = ["FLAC audio file", "MPEG audio file"];

/// Name, and the records with their genre.
const ARTISTS: [(&str, &[(&str, i32)]); 8] = [
    ("The Paper Lanterns", &[("Harbour Lights", 1), ("Northbound", 1), ("Live at the Old Cinema", 1)]),
    ("Violet Ørsted", &[("Fjordsange", 5), ("Lygten", 5)]),
    ("Kōji Nakamori Trio", &[("Rain on Shinobazu", 2), ("Half Past Midnight", 2)]),
    ("Orchestra of the North Quay", &[("Tides: a Symphony", 3)]),
    ("Silent Ferry", &[("Pontoon", 4), ("Low Water", 4), ("Signals", 4)]),
    ("Ada Brightwater", &[("Bread and Salt", 5)]),
    ("Los Cormoranes", &[("Pesca de Noche", 1), ("Buceo", 2)]),
    ("Tomorrow's Debut", &[]),
];

const WORDS: [&str; 12] = [
    "Anchor",
    "Breakwater",
    "Current",
    "Drift",
    "Ebb",
    "Foghorn",
    "Gull",
    "Horizon",
    "Island",
    "Jetty",
    "Keel",
    "Lagoon",
];

/// First name, last name, title, manager.
const EMPLOYEES: [(&str, &str, &str, Option<i32>); 5] = [
    ("Ingrid", "Halvorsen", "General Manager", None),
    ("Mateus", "Oliveira", "Sales Manager", Some(1)),
    ("Amara", "Nwosu", "Sales Support Agent", Some(2)),
    ("Jonas", "Weber", "Sales Support Agent", Some(2)),
    ("Yuki", "Tanaka", "IT Manager", Some(1)),
];

/// First name, last name, company, city, country.
const CUSTOMERS: [(&str, &str, Option<&str>, &str, &str); 10] = [
    ("Luisa", "Ferreira", Some("Azulejo Lda."), "Lisbon", "Portugal"),
    ("Hugo", "Almeida", None, "Porto", "Portugal"),
    ("Sanna", "Virtanen", None, "Helsinki", "Finland"),
    ("Émile", "Lefèvre", Some("Atelier Lefèvre"), "Lyon", "France"),
    ("Camille", "Moreau", None, "Brest", "France"),
    ("Priya", "Raman", None, "Chennai", "India"),
    ("Tom", "Okafor", Some("Okafor & Daughters"), "Lagos", "Nigeria"),
    ("Grace", "Bello", None, "Abuja", "Nigeria"),
    ("Ben", "Whitaker", None, "Leeds", "United Kingdom"),
    ("Nora", "Lindqvist", None, "Gothenburg", "Sweden"),
];

const PLAYLISTS: [&str; 4] = ["Everything", "Evening", "Long ones", "To be filled"];

/// The whole shop.
#[must_use]
pub fn music() -> Music {
    let (artists, albums, tracks) = catalogue();
    let (invoices, invoice_lines) = sales(&tracks);
    Music {
        playlist_tracks: playlist_tracks(&tracks),
        genres: (1..).zip(GENRES).map(|(genre_id, name)| Genre { genre_id, name: text(name) }).collect(),
        media_types: (1..)
            .zip(MEDIA_TYPES)
            .map(|(media_type_id, name)| MediaType { media_type_id, name: text(name) })
            .collect(),
        playlists: (1..)
            .zip(PLAYLISTS)
            .map(|(playlist_id, name)| Playlist { playlist_id, name: text(name) })
            .collect(),
        employees: (1..).zip(EMPLOYEES).map(|(id, row)| employee(id, row)).collect(),
        customers: (1..).zip(CUSTOMERS).map(|(id, row)| customer(id, row)).collect(),
        artists,
        albums,
        tracks,
        invoices,
        invoice_lines,
    }
}

fn catalogue() -> (Vec<Artist>, Vec<Album>, Vec<Track>) {
    let (mut artists, mut albums, mut tracks) = (Vec::new(), Vec::new(), Vec::new());
    for (artist_id, (name, records)) in (1..).zip(ARTISTS) {
        artists.push(Artist { artist_id, name: text(name) });
        for (title, genre_id) in records {
            let album_id = next(&albums);
            albums.push(Album { album_id, title: (*title).to_owned(), artist_id });
            for number in 0..4 + album_id % 3 {
                tracks.push(track(next(&tracks), album_id, *genre_id, name, number));
            }
        }
    }
    (artists, albums, tracks)
}

fn track(track_id: i32, album_id: i32, genre_id: i32, artist: &str, number: i32) -> Track {
    let word = WORDS[(track_id * 5 % 12) as usize];
    let milliseconds = 150_000 + (track_id * 7919) % 170_000 + if genre_id == 3 { 400_000 } else { 0 };
    Track {
        track_id,
        name: if number == 0 { word.to_owned() } else { format!("{word} No. {}", number + 1) },
        album_id: Some(album_id),
        media_type_id: 1 + track_id % 2,
        genre_id: Some(genre_id),
        composer: (track_id % 4 != 0).then(|| artist.to_owned()),
        milliseconds,
        bytes: Some(milliseconds * 36),
        unit_price: if genre_id == 3 { Decimal::new(149, 2) } else { Decimal::new(99, 2) },
    }
}

fn playlist_tracks(tracks: &[Track]) -> Vec<PlaylistTrack> {
    let on = |playlist_id: i32, keep: fn(&Track) -> bool| {
        tracks
            .iter()
            .filter(move |track| keep(track))
            .map(move |track| PlaylistTrack { playlist_id, track_id: track.track_id })
    };
    on(1, |_| true).chain(on(2, |track| track.genre_id == Some(2))).chain(on(3, is_long)).collect()
}

fn is_long(track: &Track) -> bool {
    track.milliseconds > 300_000
}

/// Three invoices for each customer but the last, who has bought nothing.
fn sales(tracks: &[Track]) -> (Vec<Invoice>, Vec<InvoiceLine>) {
    let (mut invoices, mut lines) = (Vec::new(), Vec::new());
    for round in 0..3 {
        for (customer_id, (.., city, country)) in (1..).zip(CUSTOMERS).take(CUSTOMERS.len() - 1) {
            let invoice_id = next(&invoices);
            let bought = 1 + (invoice_id * 7 + round) % 6;
            let chosen = (0..bought).map(|n| &tracks[((invoice_id * 13 + n * 5) as usize) % tracks.len()]);
            let mut total = Decimal::ZERO;
            for track in chosen {
                total += track.unit_price;
                lines.push(InvoiceLine {
                    invoice_line_id: next(&lines),
                    invoice_id,
                    track_id: track.track_id,
                    unit_price: track.unit_price,
                    quantity: 1,
                });
            }
            invoices.push(Invoice {
                invoice_id,
                customer_id,
                invoice_date: day(i64::from(invoice_id) * 11),
                billing_address: None,
                billing_city: text(city),
                billing_state: None,
                billing_country: text(country),
                billing_postal_code: None,
                total,
            });
        }
    }
    (invoices, lines)
}

fn employee(employee_id: i32, row: (&str, &str, &str, Option<i32>)) -> Employee {
    let (first_name, last_name, title, reports_to) = row;
    Employee {
        employee_id,
        last_name: last_name.to_owned(),
        first_name: first_name.to_owned(),
        title: text(title),
        reports_to,
        birth_date: None,
        hire_date: Some(day(-400 * i64::from(6 - employee_id))),
        address: None,
        city: text("Bergen"),
        state: None,
        country: text("Norway"),
        postal_code: None,
        phone: None,
        fax: None,
        email: Some(format!("{}@music.example", first_name.to_lowercase())),
    }
}

fn customer(customer_id: i32, row: (&str, &str, Option<&str>, &str, &str)) -> Customer {
    let (first_name, last_name, company, city, country) = row;
    Customer {
        customer_id,
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        company: company.map(str::to_owned),
        address: None,
        city: text(city),
        state: None,
        country: text(country),
        postal_code: None,
        phone: None,
        fax: None,
        email: format!("customer{customer_id}@mail.example"),
        support_rep_id: (customer_id < 10).then_some(3 + customer_id % 2),
    }
}

/// The key after the last one.
fn next<T>(rows: &[T]) -> i32 {
    i32::try_from(rows.len()).expect("the shop is small") + 1
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A day of or around the year 2026.
fn day(number: i64) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("it is a date").and_time(chrono::NaiveTime::MIN);
    let days = Days::new(number.unsigned_abs());
    let moved = if number < 0 { first.checked_sub_days(days) } else { first.checked_add_days(days) };
    moved.expect("it is near the year 2026")
}
