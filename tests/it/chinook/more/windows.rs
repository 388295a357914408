//! Windows, ranks, islands.

use cormorant::functions::window::{current_row, last_value, nth_value, preceding};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::types::Interval;
use cormorant_examples::music::{Genre, Invoice, InvoiceLine, PlaylistTrack, Track};
use rust_decimal::Decimal;

use super::question;

#[derive(Projection)]
struct Numbered {
    track_id: i32,
    island: i64,
}

table!(numbered: Numbered);

question!(islands_of_neighbouring_keys -> (Option<i32>, Option<i32>, i64):
    "SELECT min(id), max(id), count(*) FROM (SELECT track_id id, track_id - row_number() OVER (ORDER BY track_id)
     island FROM playlist_track WHERE playlist_id = 5) s GROUP BY island HAVING count(*) > 3 ORDER BY 1",
    select((min(numbered.track_id), max(numbered.track_id), count_all()))
        .from(numbered.derived(
            select((
                PlaylistTrack::track_id,
                PlaylistTrack::track_id.cast::<i64>()
                    - row_number().over(window().order_by(PlaylistTrack::track_id)),
            ))
            .filter(PlaylistTrack::playlist_id.eq(5)),
        ))
        .group_by(numbered.island)
        .having(count_all().gt(3))
        .order_by(min(numbered.track_id)));

question!(totals_of_the_week_before_each_invoice -> (i32, i64, Option<Decimal>):
"SELECT invoice_id, count(*) OVER w, sum(total) OVER w FROM invoice WINDOW w AS (ORDER BY invoice_date
 RANGE BETWEEN interval '7 days' PRECEDING AND CURRENT ROW) ORDER BY invoice_date, invoice_id",
{
    let week = window()
        .range_of(Invoice::invoice_date, preceding(Interval::new(0, 7, 0))..=current_row())
        .named("week");
    select((Invoice::invoice_id, count_all().over(&week), sum(Invoice::total).over(&week)))
        .order_by((Invoice::invoice_date, Invoice::invoice_id))
});

question!(neighbours_without_ties_and_without_the_row -> (i32, i64, i64):
    "SELECT invoice_id, count(*) OVER (ORDER BY total GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES),
     count(*) OVER (ORDER BY total ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW)
     FROM invoice WHERE customer_id = 7 ORDER BY 1",
    select((
        Invoice::invoice_id,
        count_all().over(window().order_by(Invoice::total).groups(-1..=1).exclude_ties()),
        count_all().over(window().order_by(Invoice::total).rows(-3..=3).exclude_current_row()),
    ))
    .filter(Invoice::customer_id.eq(7))
    .order_by(Invoice::invoice_id));

question!(last_second_and_next_of_a_named_window -> (i32, Decimal, Option<Decimal>, Option<Decimal>):
"SELECT invoice_id, last_value(total) OVER w, nth_value(total, 2) OVER w, lead(total) OVER w FROM invoice
     WHERE customer_id IN (3, 4) WINDOW w AS (PARTITION BY customer_id ORDER BY invoice_date ROWS BETWEEN UNBOUNDED
     PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY 1",
{
    let all = window().partition_by(Invoice::customer_id).order_by(Invoice::invoice_date).rows(..).named("w");
    select((
        Invoice::invoice_id,
        last_value(Invoice::total).over(&all).assume_not_null(),
        nth_value(Invoice::total, 2).over(&all),
        lead(Invoice::total).over(&all),
    ))
    .filter(Invoice::customer_id.in_([3, 4]))
    .order_by(Invoice::invoice_id)
});

#[derive(Projection)]
struct Sold {
    genre_id: Option<i32>,
    track_id: i32,
    revenue: Option<Decimal>,
    place: i64,
}

table!(sold: Sold);

question!(two_best_tracks_of_each_genre -> (Option<String>, String, Option<Decimal>, i64):
"SELECT g.name, t.name, s.revenue, s.place FROM (SELECT t.genre_id, t.track_id, sum(l.unit_price * l.quantity)
     revenue, row_number() OVER (PARTITION BY t.genre_id ORDER BY sum(l.unit_price * l.quantity) DESC, t.track_id)
     place FROM track t JOIN invoice_line l USING (track_id) GROUP BY 1, 2) s JOIN genre g USING (genre_id)
     JOIN track t USING (track_id) WHERE place <= 2 ORDER BY g.name, place",
{
    let revenue = || sum(InvoiceLine::unit_price * InvoiceLine::quantity.cast::<Decimal>());
    let best = window().partition_by(Track::genre_id).order_by((revenue().desc(), Track::track_id));
    select((Genre::name, Track::name, sold.revenue, sold.place))
        .from(sold.derived(
            select((Track::genre_id, Track::track_id, revenue(), row_number().over(best)))
                .join(Track::invoice_lines)
                .group_by((Track::genre_id, Track::track_id)),
        ))
        .join(Genre.on(Genre::genre_id.eq(sold.genre_id)))
        .join(Track.on(Track::track_id.eq(sold.track_id)))
        .filter(sold.place.le(2))
        .order_by((Genre::name, sold.place))
});
