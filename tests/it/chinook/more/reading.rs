//! Subqueries, trees, comparison with many.

use cormorant::functions::array::{array_append, array_of};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant_examples::music::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Track,
};
use rust_decimal::Decimal;

use super::question;

#[derive(Projection)]
struct Link {
    id: i32,
    name: String,
    path: Vec<i32>,
    trail: String,
}

table!(link: Link);

question!(tree_with_its_paths -> (i32, String, Vec<i32>, String):
    "WITH RECURSIVE c(id, name, path, trail) AS (SELECT employee_id, last_name, ARRAY[employee_id], last_name::text
     FROM employee WHERE reports_to IS NULL UNION ALL SELECT employee_id, last_name, path || employee_id, trail ||
     ' > ' || last_name FROM employee JOIN c ON c.id = reports_to) SELECT * FROM c ORDER BY path",
    select((link.id, link.name, link.path, link.trail))
        .from(link.recursive(
            select((
                Employee::employee_id,
                Employee::last_name,
                array_of((Employee::employee_id,)).cast::<Vec<i32>>(),
                Employee::last_name.cast::<String>(),
            ))
            .filter(Employee::reports_to.is_null()),
            |above| {
                select((
                    Employee::employee_id,
                    Employee::last_name,
                    array_append(link.path, Employee::employee_id),
                    link.trail.concat(" > ").concat(Employee::last_name),
                ))
                .join(above.on(link.id.eq(Employee::reports_to)))
            },
        ))
        .order_by(link.path));

question!(artists_of_an_album_without_short_tracks -> (i32, Option<String>):
    "SELECT artist_id, name FROM artist a WHERE EXISTS (SELECT 1 FROM album b WHERE b.artist_id = a.artist_id AND
     NOT EXISTS (SELECT 1 FROM track t WHERE t.album_id = b.album_id AND t.milliseconds < 300000)) ORDER BY 1",
    select((Artist::artist_id, Artist::name))
        .filter(Artist::albums.any(not(Album::tracks.any(Track::milliseconds.lt(300_000)))))
        .order_by(Artist::artist_id));

question!(customers_who_bought_of_all_media -> (i32, String):
"SELECT customer_id, last_name FROM customer c WHERE NOT EXISTS (SELECT 1 FROM media_type m WHERE
     m.media_type_id <= 2 AND NOT EXISTS (SELECT 1 FROM invoice i JOIN invoice_line USING (invoice_id) JOIN track t
     USING (track_id) WHERE i.customer_id = c.customer_id AND t.media_type_id = m.media_type_id)) ORDER BY 1",
{
    let bought = select(Invoice::invoice_id)
        .correlate(Customer)
        .correlate(MediaType)
        .join(Invoice::lines)
        .join(InvoiceLine::track)
        .filter(Invoice::customer_id.eq(Customer::customer_id))
        .filter(Track::media_type_id.eq(MediaType::media_type_id));
    let missing = select(MediaType::media_type_id)
        .correlate(Customer)
        .filter(MediaType::media_type_id.le(2))
        .filter(not(exists(bought)));
    select((Customer::customer_id, Customer::last_name))
        .filter(not(exists(missing)))
        .order_by(Customer::customer_id)
});

alias!(other: Track);

question!(longer_than_all_of_jazz -> i64:
"SELECT count(*) FROM track WHERE milliseconds > ALL (SELECT milliseconds FROM track JOIN genre g USING
 (genre_id) WHERE g.name = 'Jazz')",
select(count_all()).from(Track).filter(
    Track::milliseconds.gt_all(
        select(other.milliseconds)
            .join(Genre.on(Genre::genre_id.eq(other.genre_id)))
            .filter(Genre::name.eq("Jazz")),
    ),
));

question!(longest_tracks_by_rows_of_two_values -> (Option<i32>, i32, String):
    "SELECT album_id, milliseconds, name FROM track WHERE (album_id, milliseconds) IN (SELECT album_id,
     max(milliseconds) FROM track GROUP BY 1) AND album_id < 20 ORDER BY 1, 2, 3",
    select((Track::album_id, Track::milliseconds, Track::name))
        .filter(
            row((Track::album_id, Track::milliseconds))
                .in_(select((other.album_id, max(other.milliseconds))).group_by(other.album_id)),
        )
        .filter(Track::album_id.lt(20))
        .order_by((Track::album_id, Track::milliseconds, Track::name)));

alias!(any_invoice: Invoice);

question!(outliers -> (i32, Decimal):
    "SELECT invoice_id, total FROM invoice WHERE total > (SELECT avg(total) + 2 * stddev_samp(total) FROM invoice)
     ORDER BY 2 DESC, 1",
    select((Invoice::invoice_id, Invoice::total))
        .filter(
            Invoice::total.gt(
                select(
                    avg(any_invoice.total)
                        + cormorant::functions::aggregate::stddev_samp(any_invoice.total) * 2,
                )
                .scalar(),
            ),
        )
        .order_by((Invoice::total.desc(), Invoice::invoice_id)));
