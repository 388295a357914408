//! FROM: joins of every kind, self joins, several joins of one table, lateral.

use cormorant::prelude::*;
use cormorant_examples::music::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, Playlist, Track,
};
use cormorant_tests::guide::{Post, Tag, User};

use super::{Corpus, rows};

alias!(boss: Employee, chief: Employee, near: Customer, cover: Track);
table!(newest: Invoice);

#[derive(Projection, Debug)]
struct Longest {
    name: String,
    milliseconds: i32,
}

table!(longest: Longest);

pub(super) fn add(corpus: &mut Corpus) {
    rows! { corpus, "joins by relationship":
        select((User::email, Post::title)).join(User::posts), select((User::email, Post::title)).left_join(User::posts),
        select((User::email, Post::title)).right_join(User::posts), select((User::email, Post::title)).full_join(User::posts),
        select((User, Post)).left_join(User::posts), select((User, Post)).full_join(User::posts),
        select((Post::title, Tag::word)).join(Post::tags), select((Post::title, Tag::word)).left_join(Post::tags),
        select((Playlist::name, Track::name)).left_join(Playlist::tracks).left_join(Track::album).limit(5),
        select((Artist::name, Genre::name)).join(Artist::albums).join(Album::tracks).join(Track::genre).distinct(),
        select(Customer).join(Customer::invoices).join(Invoice::lines).join(InvoiceLine::track).narrow().limit(3),
    }
    rows! { corpus, "joins by condition":
        select((User::email, Tag::word)).join(Tag.on(Tag::word.eq(User::nick))),
        select((User::email, Tag::word)).left_join(Tag.on(Tag::word.eq(User::nick).and(Tag::id.gt(1)))),
        select((User::email, Tag::word)).right_join(Tag.on(Tag::word.eq(User::nick))),
        select((User::email, Tag::word)).full_join(Tag.on(Tag::word.eq(User::nick))),
        select((User::email, Tag::word)).cross_join(Tag),
        select((User::email, Post::title, Tag::word)).left_join(User::posts).cross_join(Tag),
        select((User::email, Post::title, Tag::word)).right_join(User::posts).left_join(Post::tags),
    }
    rows! { corpus, "self joins and several joins of one table":
        select((Employee::last_name, boss.last_name)).left_join(Employee::manager.to(boss)),
        select((Employee::last_name, boss.last_name, chief.last_name))
            .left_join(Employee::manager.to(boss)).left_join(boss.manager.to(chief)),
        select((Customer::email, near.email)).join(near.on(near.city.eq(Customer::city).and(near.customer_id.gt(Customer::customer_id)))),
        select((Track::name, cover.name)).join(cover.on(cover.name.eq(Track::name).and(cover.album_id.ne(Track::album_id)))),
        select((boss, Employee)).join(Employee.on(Employee::reports_to.eq(boss.employee_id))),
        select(Employee::last_name).filter(Employee::manager.to(boss).has(boss.city.eq("Oslo"))),
    }
    rows! { corpus, "lateral joins":
        select((Customer::email, newest.total)).join(newest.lateral(
            select(Invoice).correlate(Customer).filter(Invoice::customer_id.eq(Customer::customer_id))
                .order_by(Invoice::invoice_date.desc()).limit(1)).on_true()),
        select((Customer::email, newest.total)).left_join(newest.lateral(
            select(Invoice).correlate(Customer).filter(Invoice::customer_id.eq(Customer::customer_id)).limit(1)).on(newest.total.gt(1))),
        select((Album::title, longest)).left_join(longest.lateral(
            select((Track::name, Track::milliseconds)).correlate(Album).filter(Track::album_id.eq(Album::album_id))
                .order_by(Track::milliseconds.desc()).limit(1)).on_true()),
        select((Album::title, longest.name)).cross_join(longest.lateral(
            select((Track::name, Track::milliseconds)).correlate(Album).filter(Track::album_id.eq(Album::album_id)).limit(2))),
    }
}
