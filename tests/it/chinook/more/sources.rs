//! What stands in FROM: lateral statements, functions, SQL text.

use chrono::{NaiveDate, NaiveDateTime};
use cormorant::functions::array::unnest;
use cormorant::functions::date_time::generate_series_of;
use cormorant::functions::text::string_to_array;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::types::Interval;
use cormorant_examples::music::{Customer, Employee, Genre, Invoice, Track};
use rust_decimal::Decimal;

use super::question;

table!(longest: Track);

question!(three_longest_tracks_of_each_genre -> (Option<String>, Option<String>, Option<i32>):
    "SELECT g.name, l.name, l.milliseconds FROM genre g LEFT JOIN LATERAL (SELECT * FROM track t WHERE t.genre_id =
     g.genre_id ORDER BY milliseconds DESC, track_id LIMIT 3) l ON true ORDER BY g.name, l.milliseconds DESC",
    select((Genre::name, longest.name, longest.milliseconds))
        .left_join(
            longest
                .lateral(
                    select(Track)
                        .correlate(Genre)
                        .filter(Track::genre_id.eq(Genre::genre_id))
                        .order_by((Track::milliseconds.desc(), Track::track_id))
                        .limit(3),
                )
                .on_true(),
        )
        .order_by((Genre::name, longest.milliseconds.desc())));

#[derive(Projection)]
struct Sales {
    sales: i64,
    revenue: Option<Decimal>,
}

table!(sales: Sales);

question!(sales_of_each_employee -> (i32, i64, Option<Decimal>):
    "SELECT employee_id, n, s FROM employee e CROSS JOIN LATERAL (SELECT count(*) n, sum(total) s FROM customer c
     JOIN invoice USING (customer_id) WHERE c.support_rep_id = e.employee_id) l ORDER BY 1",
    select((Employee::employee_id, sales.sales, sales.revenue))
        .join(
            sales
                .lateral(
                    select((count_all(), sum(Invoice::total)))
                        .from(Customer)
                        .join(Customer::invoices)
                        .correlate(Employee)
                        .filter(Customer::support_rep_id.eq(Employee::employee_id)),
                )
                .on_true(),
        )
        .order_by(Employee::employee_id));

#[derive(Projection)]
struct Month {
    start: NaiveDateTime,
}

table!(month: Month);

fn first_of(year: i32, at: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, at, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("it is a day")
}

question!(months_without_a_sale_too -> (NaiveDateTime, i64, Decimal):
    "SELECT m, count(i.invoice_id), coalesce(sum(total), 0) FROM generate_series('2025-10-01'::timestamp,
     '2026-03-01', interval '1 month') m LEFT JOIN invoice i ON date_trunc('month', invoice_date) = m GROUP BY 1
     ORDER BY 1",
    select((month.start, count(Invoice::invoice_id), coalesce(sum(Invoice::total), 0)))
        .from(month.function(generate_series_of(
            value(first_of(2025, 10)),
            first_of(2026, 3),
            value(Interval::new(1, 0, 0)),
        )))
        .left_join(Invoice.on(date_trunc(Unit::Month, Invoice::invoice_date).eq(month.start)))
        .group_by(month.start)
        .order_by(month.start));

#[derive(Projection)]
struct Part {
    word: String,
    at: i64,
}

table!(part: Part);

question!(words_of_titles_with_their_places -> (i32, String, i64):
    "SELECT track_id, w, o FROM track, unnest(string_to_array(name, ' ')) WITH ORDINALITY u(w, o)
     WHERE track_id < 40 ORDER BY 1, 3",
    select((Track::track_id, part.word, part.at))
        .join(part.function_with_ordinality(unnest(string_to_array(Track::name, " "))).on_true())
        .filter(Track::track_id.lt(40))
        .order_by((Track::track_id, part.at)));

#[derive(Projection)]
struct Spent {
    customer_id: i32,
    spent: Option<Decimal>,
}

table!(spent: Spent);

question!(sql_text_as_a_table -> (String, Option<Decimal>):
    "SELECT last_name, spent FROM (SELECT customer_id, sum(total) spent FROM invoice WHERE total > 2 GROUP BY 1) s
     JOIN customer USING (customer_id) WHERE spent > 38 ORDER BY 1, 2",
    select((Customer::last_name, spent.spent))
        .from(
            spent
                .raw("SELECT sum(total) AS spent, customer_id FROM cormorant_music.invoice WHERE total > {} GROUP BY 2")
                .with((Decimal::from(2),)),
        )
        .join(Customer.on(Customer::customer_id.eq(spent.customer_id)))
        .filter(spent.spent.gt(38))
        .order_by((Customer::last_name, spent.spent)));
