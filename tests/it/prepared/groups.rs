//! GROUP BY, HAVING, ROLLUP, CUBE, GROUPING SETS.

use cormorant::functions::aggregate::grouping;
use cormorant::prelude::*;
use cormorant_examples::music::{Album, Artist, Customer, Invoice, Track};

use super::{Corpus, rows};

pub(super) fn add(corpus: &mut Corpus) {
    rows! { corpus, "group by and having":
        select((Track::genre_id, count_all())).group_by(Track::genre_id),
        select((Track::genre_id, Track::album_id, sum(Track::milliseconds))).group_by((Track::genre_id, Track::album_id)),
        select((Artist, count(Album::album_id))).left_join(Artist::albums).group_by(Artist),
        select((Artist::name, count(Album::album_id))).left_join(Artist::albums).group_by(Artist::name)
            .having(count(Album::album_id).gt(1)).order_by(count(Album::album_id).desc()),
        select((lower(Track::name), count_all())).group_by(lower(Track::name)).having(sum(Track::milliseconds).gt(5).and(count_all().lt(99))),
        select((Track::milliseconds / 60_000, count_all())).group_by(Track::milliseconds / 60_000).order_by(Track::milliseconds / 60_000),
        select((date_trunc(Unit::Month, Invoice::invoice_date), sum(Invoice::total))).group_by(position(1)).order_by(position(1)),
        select(count_all()).from(Track).having(count_all().gt(1)),
        select((Invoice::customer_id, sum(Invoice::total) / count_all().cast::<rust_decimal::Decimal>())).group_by(Invoice::customer_id),
    }
    rows! { corpus, "rollup":
        select((Invoice::billing_country, sum(Invoice::total))).group_by_rollup(Invoice::billing_country),
        select((Invoice::billing_country, Invoice::billing_city, sum(Invoice::total)))
            .group_by_rollup((Invoice::billing_country, Invoice::billing_city)),
        select((Invoice::billing_country, Invoice::billing_city, Invoice::customer_id, count_all()))
            .group_by_rollup(((Invoice::billing_country, Invoice::billing_city), Invoice::customer_id)),
        select((lower(Customer::city), count_all(), grouping(lower(Customer::city)))).group_by_rollup(lower(Customer::city)),
        select((Album::artist_id, Album::title, count_all())).group_by(Album::artist_id).group_by_rollup(Album::title),
    }
    rows! { corpus, "cube":
        select((Invoice::billing_country, Invoice::customer_id, sum(Invoice::total)))
            .group_by_cube((Invoice::billing_country, Invoice::customer_id)),
        select((Invoice::billing_country, Invoice::customer_id, sum(Invoice::total), grouping((Invoice::billing_country, Invoice::customer_id))))
            .group_by_cube(((Invoice::billing_country, Invoice::billing_city), Invoice::customer_id))
            .having(grouping(Invoice::customer_id).eq(0)),
    }
    rows! { corpus, "grouping sets":
        select((Invoice::billing_country, Invoice::customer_id, sum(Invoice::total)))
            .group_by_sets((Invoice::billing_country, Invoice::customer_id, ())),
        select((Invoice::billing_country, Invoice::billing_city, Invoice::customer_id, count_all()))
            .group_by_sets(((Invoice::billing_country, Invoice::billing_city), (Invoice::customer_id,), ())),
        select((Customer::country, Invoice::invoice_date, count_all())).join(Customer::invoices)
            .group_by_sets((Customer::country, (Customer::country, Invoice::invoice_date))),
        select((Track::genre_id, sum(Track::milliseconds))).group_by_sets((Track::genre_id, ()))
            .order_by(Track::genre_id.asc().nulls_last()),
        select((Artist::name, count(Album::album_id))).left_join(Artist::albums).group_by_sets(((Artist, Artist::name), ())),
    }
}
