//! The 24 questions of `../shared/chinook`, in typed statements; the rows are compared with the recorded ones.

mod answers;
mod more;
mod schema;

use chrono::NaiveDateTime;
use cormorant::functions::aggregate::jsonb_agg;
use cormorant::functions::json::jsonb_build_object;
use cormorant::functions::math::round_to;
use cormorant::functions::text_search::{to_tsquery, to_tsvector};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant_examples::music::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist, Track,
};
use rust_decimal::Decimal;

use answers::{Questions, load};

/// Asks a question on a database with all rows.
macro_rules! question {
    ($(#[doc = $doc:expr])* $name:ident -> $row:ty: $statement:expr) => {
        $(#[doc = $doc])*
        #[cormorant::test(fixture = load)]
        async fn $name(db: TestDb) -> cormorant::Result<()> {
            let Some(questions) = Questions::read() else { return Ok(()) };
            let rows: Vec<$row> = db.engine().connection().await?.all($statement).await?;
            questions.check(stringify!($name), rows);
            Ok(())
        }
    };
}

question!(q01 -> (Option<String>, i64):
    select((Artist::name, count_all()))
        .join(Artist::albums)
        .group_by((Artist::artist_id, Artist::name))
        .order_by((count_all().desc(), Artist::name))
        .limit(10));

alias!(boss: Employee);

question!(q02 -> (i32, String, Option<String>):
    select((Employee::employee_id, Employee::last_name, boss.last_name))
        .left_join(Employee::manager.to(boss))
        .order_by(Employee::employee_id));

/// An employee, and how far below the one at the top.
#[derive(Projection, Debug)]
struct Link {
    employee_id: i32,
    last_name: String,
    depth: i32,
}

table!(chain: Link);

question!(q03 -> (i32, String, i32):
    select((chain.employee_id, chain.last_name, chain.depth))
        .from(chain.recursive(
            select((Employee::employee_id, Employee::last_name, value(0)))
                .filter(Employee::employee_id.eq(1)),
            |above| {
                select((Employee::employee_id, Employee::last_name, chain.depth + 1))
                    .join(above.on(chain.employee_id.eq(Employee::reports_to)))
            },
        ))
        .order_by((chain.depth, chain.employee_id)));

question!(q04 -> Option<String>:
    select(Artist::name)
        .filter(not(Artist::albums.exists()))
        .order_by(Artist::name)
        .limit(5));

question!(q05 -> (Option<String>, i64, Option<Decimal>):
    select((Invoice::billing_country, count_all(), sum(Invoice::total)))
        .group_by(Invoice::billing_country)
        .having(sum(Invoice::total).ge(100))
        .order_by((sum(Invoice::total).desc(), Invoice::billing_country)));

table!(first: Customer, last: Invoice);

question!(q06 -> (i32, i32, NaiveDateTime, Decimal):
    select((first.customer_id, last.invoice_id, last.invoice_date, last.total))
        .from(first.derived(select(Customer).order_by(Customer::customer_id).limit(5)))
        .join(
            last.lateral(
                select(Invoice)
                    .correlate(first)
                    .filter(Invoice::customer_id.eq(first.customer_id))
                    .order_by((Invoice::invoice_date.desc(), Invoice::invoice_id.desc()))
                    .limit(1),
            )
            .on_true(),
        )
        .order_by(first.customer_id));

question!(q07 -> (Option<String>, String, i32):
    select((Genre::name, Track::name, Track::milliseconds))
        .distinct_on(Genre::genre_id)
        .join(Genre::tracks)
        .order_by((Genre::genre_id, Track::milliseconds.desc(), Track::track_id)));

question!(q08 -> (i32, Decimal, Option<Decimal>):
    select((
        Invoice::invoice_id,
        Invoice::total,
        sum(Invoice::total).over(window().order_by((Invoice::invoice_date, Invoice::invoice_id))),
    ))
    .filter(Invoice::customer_id.eq(1))
    .order_by((Invoice::invoice_date, Invoice::invoice_id)));

question!(q09 -> (i32, Option<Decimal>, i64):
    select((
        Customer::customer_id,
        sum(Invoice::total),
        dense_rank().over(window().order_by(sum(Invoice::total).desc())),
    ))
    .join(Customer::invoices)
    .filter(Customer::country.eq("USA"))
    .group_by(Customer::customer_id)
    .order_by((position(3), Customer::customer_id)));

question!(q10 -> (i64, i64):
select((
    count_all().filter(Track::composer.is_null()),
    count_all().filter(Track::composer.ilike("%young%")),
)));

question!(q11 -> (String, i64):
    select((case().when(Track::unit_price.lt(1), "cheap").otherwise("dear"), count_all()))
        .group_by(position(1))
        .order_by(position(1)));

question!(q12 -> (i32, Option<String>, i64):
    select((Playlist::playlist_id, Playlist::name, count(Album::artist_id).distinct()))
        .left_join(Playlist::tracks)
        .left_join(Track::album)
        .group_by((Playlist::playlist_id, Playlist::name))
        .order_by(Playlist::playlist_id));

question!(q13 -> (NaiveDateTime, i64, Option<Decimal>):
    select((date_trunc(Unit::Quarter, Invoice::invoice_date), count_all(), sum(Invoice::total)))
        .group_by(position(1))
        .order_by(position(1)));

question!(q14 -> (i32, String, Option<String>):
    select((Customer::customer_id, Customer::first_name, Customer::company))
        .filter(Customer::country.in_(["Brazil", "Canada"]))
        .filter(Customer::email.like("%.br").or(Customer::company.is_not_null()))
        .order_by(Customer::customer_id));

question!(q15 -> Option<String>:
    select(Customer::country).except(select(Employee::country)).order_by(position(1)).limit(8));

question!(q16 -> (i32, i32):
    select((Track::track_id, Track::milliseconds))
        .page_after(&keyset(Track::milliseconds.desc(), Track).after(5_286_953, 2820), 5));

alias!(same_genre: Track);

question!(q17 -> (i32, String):
    select((Track::track_id, Track::name))
        .filter(Track::milliseconds.cast::<Decimal>().ge(
            select(avg(same_genre.milliseconds))
                .correlate(Track)
                .filter(same_genre.genre_id.eq(Track::genre_id))
                .scalar()
                * 5,
        ))
        .order_by(Track::track_id));

question!(q18 -> Option<Vec<String>>:
    select(array_agg(Album::title).order_by(Album::title))
        .join(Album::artist)
        .filter(Artist::name.eq("Iron Maiden")));

question!(q19 -> (i32, serde_json::Value):
    select((
        Invoice::invoice_id,
        jsonb_build_object((
            ("id", Invoice::invoice_id),
            (
                "lines",
                jsonb_agg(jsonb_build_object((
                    ("track", InvoiceLine::track_id),
                    ("qty", InvoiceLine::quantity),
                )))
                .order_by(InvoiceLine::invoice_line_id),
            ),
        )),
    ))
    .join(Invoice::lines)
    .filter(Invoice::invoice_id.le(3))
    .group_by(Invoice::invoice_id)
    .order_by(Invoice::invoice_id));

question!(q20 -> (Option<String>, Option<String>, Option<Decimal>):
select((Invoice::billing_country, Invoice::billing_city, sum(Invoice::total)))
    .filter(Invoice::billing_country.in_(["Germany", "France"]))
    .group_by_rollup((Invoice::billing_country, Invoice::billing_city))
    .order_by((
        Invoice::billing_country.asc().nulls_last(),
        Invoice::billing_city.asc().nulls_last(),
    )));

question!(q21 -> (i32, i64, Option<Decimal>):
    select((Employee::employee_id, count(Customer::customer_id).distinct(), sum(Invoice::total)))
        .join(Employee::customers)
        .join(Customer::invoices)
        .group_by(Employee::employee_id)
        .order_by(Employee::employee_id));

question!(q22 -> (Option<String>, Option<Decimal>):
    select((MediaType::name, round_to(sum(Track::milliseconds).cast::<Decimal>() / 3_600_000, 2)))
        .join(MediaType::tracks)
        .group_by((MediaType::media_type_id, MediaType::name))
        .order_by(MediaType::media_type_id));

question!(q23 -> (i32, String):
    select((Track::track_id, Track::name))
        .filter(to_tsvector("english", Track::name).matches(to_tsquery("english", "love & song | rock & roll")))
        .order_by(Track::track_id));

/// What the lines of an invoice come to.
#[derive(Projection, Debug)]
struct Sum {
    invoice_id: i32,
    total: Option<Decimal>,
}

table!(lines: Sum);

question!(q24 -> (i32, Decimal, Option<Decimal>):
    select((Invoice::invoice_id, Invoice::total, lines.total))
        .join(
            lines
                .derived(
                    select((
                        InvoiceLine::invoice_id,
                        sum(InvoiceLine::unit_price * InvoiceLine::quantity.cast::<Decimal>()),
                    ))
                    .group_by(InvoiceLine::invoice_id),
                )
                .on(lines.invoice_id.eq(Invoice::invoice_id)),
        )
        .filter(lines.total.ne(Invoice::total))
        .order_by(Invoice::invoice_id));
