//! Groups, percentiles, set operations.

use cormorant::functions::aggregate::{grouping, mode, percentile_cont, percentile_disc};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant_examples::music::{Customer, Employee, Invoice, MediaType, Track};
use rust_decimal::Decimal;

use super::question;

question!(medians_of_media_types -> (Option<String>, Option<f64>, Option<i32>, Option<Decimal>):
    "SELECT m.name, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds), percentile_disc(0.9) WITHIN GROUP
     (ORDER BY milliseconds), mode() WITHIN GROUP (ORDER BY unit_price) FROM media_type m JOIN track USING
     (media_type_id) GROUP BY m.name ORDER BY m.name",
    select((
        MediaType::name,
        percentile_cont(0.5).within_group(Track::milliseconds),
        percentile_disc(0.9).within_group(Track::milliseconds),
        mode().within_group(Track::unit_price),
    ))
    .join(MediaType::tracks)
    .group_by(MediaType::name)
    .order_by(MediaType::name));

question!(subtotals_by_grouping_sets -> (Option<String>, Option<String>, Option<Decimal>, i32):
    "SELECT billing_country, billing_city, sum(total), grouping(billing_country, billing_city) FROM invoice WHERE
     billing_country IN ('Germany', 'France') GROUP BY GROUPING SETS ((billing_country, billing_city),
     (billing_country), ()) ORDER BY 4, 1, 2",
    select((
        Invoice::billing_country,
        Invoice::billing_city,
        sum(Invoice::total),
        grouping((Invoice::billing_country, Invoice::billing_city)),
    ))
    .filter(Invoice::billing_country.in_(["Germany", "France"]))
    .group_by_sets(((Invoice::billing_country, Invoice::billing_city), Invoice::billing_country, ()))
    .order_by((position(4), position(1), position(2))));

question!(cities_of_either_side -> (Option<String>, i64, i64):
    "SELECT coalesce(e.city, c.city), count(DISTINCT employee_id), count(DISTINCT customer_id) FROM employee e
     FULL JOIN customer c ON c.city = e.city GROUP BY 1 ORDER BY 1 NULLS LAST",
    select((
        coalesce(Employee::city, Customer::city),
        count(Employee::employee_id).distinct(),
        count(Customer::customer_id).distinct(),
    ))
    .full_join(Customer.on(Customer::city.eq(Employee::city)))
    .group_by(position(1))
    .order_by(position(1).nulls_last()));

question!(share_of_the_whole -> (Option<String>, Option<Decimal>):
    "SELECT billing_country, round(100 * sum(total) / sum(sum(total)) OVER (), 2) FROM invoice GROUP BY 1
     ORDER BY 2 DESC, 1",
    select((
        Invoice::billing_country,
        cormorant::functions::math::round_to(
            sum(Invoice::total) * 100 / sum(sum(Invoice::total)).over(window()),
            2,
        ),
    ))
    .group_by(Invoice::billing_country)
    .order_by((position(2).desc(), position(1))));

question!(where_somebody_lives_and_nobody_pays -> (Option<String>, String):
    "(SELECT city, 'c' FROM customer UNION ALL SELECT city, 'e' FROM employee) EXCEPT SELECT billing_city, 'c' FROM
     invoice ORDER BY 2, 1",
    select((Customer::city, value("c")))
        .union_all(select((Employee::city, value("e"))))
        .except(select((Invoice::billing_city, value("c"))))
        .order_by((position(2), position(1))));
