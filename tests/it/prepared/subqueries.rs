//! EXISTS, IN, correlated subqueries, at several depths.

use cormorant::prelude::*;
use cormorant::query::array;
use cormorant_examples::music::{Album, Artist, Customer, Invoice, Track};
use cormorant_tests::guide::{Post, User};

use super::{Corpus, rows};

alias!(same: Track, older: Invoice);

pub(super) fn add(corpus: &mut Corpus) {
    let posts = || select(Post::id).correlate(User).filter(Post::author_id.eq(User::id));
    rows! { corpus, "exists and not exists":
        select(User::email).filter(exists(posts())), select(User::email).filter(not(exists(posts()))),
        select(User::email).filter(exists(posts().filter(Post::views.gt(3))).or(User::is_active)),
        select((User::email, exists(posts()))), select(exists(select(User))), select(value(1)).filter(exists(select(User).filter(User::is_active))),
    }
    rows! { corpus, "correlated subqueries":
        select((User::email, posts().limit(1).scalar())), select(User::email).filter(User::id.in_(posts())),
        select(User::email).order_by(select(max(Post::views)).correlate(User).filter(Post::author_id.eq(User::id)).scalar().desc().nulls_last()),
        select(Track::name).filter(Track::milliseconds.gt_all(
            select(same.milliseconds).correlate(Track).filter(same.album_id.eq(Track::album_id).and(same.track_id.ne(Track::track_id))))),
        select((Customer::email, array(select(Invoice::total).correlate(Customer).filter(Invoice::customer_id.eq(Customer::customer_id))))),
        select(Invoice::invoice_id).filter(Invoice::total.gt(
            select(avg(older.total)).correlate(Invoice).filter(older.customer_id.eq(Invoice::customer_id)).scalar())),
        select(Artist::name).filter(exists(
            select(Album).correlate(Artist).filter(Album::artist_id.eq(Artist::artist_id)).filter(exists(
                select(Track).correlate(Album).correlate(Artist)
                    .filter(Track::album_id.eq(Album::album_id).and(Track::composer.eq(Artist::name))))))),
        select((User::email, case().when(exists(posts()), "writes").otherwise("reads"))),
    }
}
