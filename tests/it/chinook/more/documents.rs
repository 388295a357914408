//! JSON, arrays, ranges.

use chrono::{NaiveDate, NaiveDateTime};
use cormorant::functions::aggregate::jsonb_agg;
use cormorant::functions::json::{jsonb_array_elements, jsonb_array_length, jsonb_build_object};
use cormorant::functions::range::{Bounds, range_of};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::types::Range;
use cormorant_examples::music::{Customer, Invoice, InvoiceLine, PlaylistTrack};
use serde_json::{Value, json};

use super::question;

question!(documents_of_documents -> (i32, Value):
"SELECT customer_id, jsonb_build_object('name', first_name, 'invoices', (SELECT coalesce(jsonb_agg(
     jsonb_build_object('id', invoice_id, 'lines', (SELECT count(*) FROM invoice_line l WHERE l.invoice_id =
     i.invoice_id)) ORDER BY invoice_id), '[]') FROM invoice i WHERE i.customer_id = c.customer_id)) FROM customer c
     WHERE customer_id < 4 ORDER BY 1",
{
    let lines = select(count_all())
        .from(InvoiceLine)
        .correlate(Invoice)
        .filter(InvoiceLine::invoice_id.eq(Invoice::invoice_id));
    let invoice = jsonb_build_object((("id", Invoice::invoice_id), ("lines", lines.scalar())));
    let invoices = select(coalesce(jsonb_agg(invoice).order_by(Invoice::invoice_id), json!([])))
        .correlate(Customer)
        .filter(Invoice::customer_id.eq(Customer::customer_id));
    let parts = (("name", Customer::first_name), ("invoices", invoices.scalar()));
    select((Customer::customer_id, jsonb_build_object(parts)))
        .filter(Customer::customer_id.lt(4))
        .order_by(Customer::customer_id)
});

#[derive(Projection)]
struct Lines {
    invoice_id: i32,
    lines: Option<Value>,
}

#[derive(Projection)]
struct Line {
    line: Value,
}

table!(document: Lines, element: Line);

question!(elements_of_a_document -> (i32, Option<String>, Option<i32>):
    "SELECT invoice_id, e ->> 'track', (e ->> 'track')::int4 FROM (SELECT invoice_id, jsonb_agg(jsonb_build_object(
     'track', track_id)) d FROM invoice_line WHERE invoice_id < 6 GROUP BY 1) s, jsonb_array_elements(d) e WHERE
     jsonb_array_length(d) > 2 ORDER BY 1, 3",
    select((
        document.invoice_id,
        element.line.get_text("track"),
        element.line.get_text("track").cast::<i32>(),
    ))
    .from(document.cte(
        select((
            InvoiceLine::invoice_id,
            jsonb_agg(jsonb_build_object((("track", InvoiceLine::track_id),))),
        ))
        .filter(InvoiceLine::invoice_id.lt(6))
        .group_by(InvoiceLine::invoice_id),
    ))
    .join(element.function(jsonb_array_elements(document.lines.assume_not_null())).on_true())
    .filter(jsonb_array_length(document.lines).gt(2))
    .order_by((document.invoice_id, position(3))));

#[derive(Projection)]
struct Tracks {
    ids: Option<Vec<i32>>,
    playlist_id: i32,
}

table!(part: Tracks, whole: Tracks);

question!(playlists_inside_of_others -> (i32, i32):
"WITH p AS (SELECT array_agg(track_id) ids, playlist_id FROM playlist_track GROUP BY playlist_id) SELECT
     a.playlist_id, b.playlist_id FROM p a JOIN p b ON a.ids <@ b.ids AND a.playlist_id <> b.playlist_id
     ORDER BY 1, 2",
{
    let all = || {
        select((array_agg(PlaylistTrack::track_id), PlaylistTrack::playlist_id))
            .group_by(PlaylistTrack::playlist_id)
    };
    select((part.playlist_id, whole.playlist_id))
        .from(part.cte(all()))
        .join(whole.cte(all()).on(part
            .ids
            .contained_by(whole.ids)
            .and(part.playlist_id.ne(whole.playlist_id))))
        .order_by((part.playlist_id, whole.playlist_id))
});

#[derive(Projection)]
struct Active {
    customer_id: i32,
    during: Option<Range<NaiveDateTime>>,
}

table!(active: Active);

fn first_of(year: i32, month: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("it is a day")
}

question!(customers_who_were_active_in_a_month -> (i32, Option<bool>):
    "SELECT customer_id, during @> '2023-06-01'::timestamp FROM (SELECT customer_id, tsrange(min(invoice_date),
     max(invoice_date), '[]') during FROM invoice GROUP BY 1) s WHERE during && tsrange('2025-12-01', '2026-01-01')
     ORDER BY 1",
    select((active.customer_id, active.during.contains(first_of(2023, 6))))
        .from(active.derived(
            select((
                Invoice::customer_id,
                range_of(min(Invoice::invoice_date), max(Invoice::invoice_date), Bounds::Both),
            ))
            .group_by(Invoice::customer_id),
        ))
        .filter(active.during.overlaps(Range::from(first_of(2025, 12)..first_of(2026, 1))))
        .order_by(active.customer_id));
