//! What the types must let through, and what it says in SQL.

#![allow(clippy::wildcard_imports)]

mod models;
mod sql;
mod with;

use crate::query::*;
pub(crate) use models::{Album, Artist};
use models::{Chain, ChainOf, chain, other};

/// The row of a statement, as the executors see it.
fn row<Q: Statement<At, Row = R>, R, At>(_: Q) -> Vec<R> {
    Vec::new()
}

#[test]
fn rows_follow_items_and_joins() {
    let _: Vec<Artist> = row(select(Artist).filter(Artist::name.eq("x")).filter(Artist::artist_id.gt(3)));
    let _: Vec<(Artist, Option<String>)> = row(select((Artist, Album::title)).left_join(Artist::albums));
    let _: Vec<(Artist, String)> = row(select((Artist, Album::title)).join(Artist::albums));
    let _: Vec<(Option<Artist>, Option<Album>)> =
        row(select((Artist, Album)).full_join(Album.on(Album::artist_id.eq(Artist::artist_id))));
    let _: Vec<(Artist, Option<Artist>)> =
        row(select((Artist, other)).left_join(other.on(other.artist_id.eq(Artist::artist_id))));
    let _: Vec<Option<bool>> = row(select(Artist::name.eq("x")));
    let _: Vec<Album> = row(select(Album)
        .filter(exists(select(Artist).correlate(Album).filter(Artist::artist_id.eq(Album::artist_id)))));
    let _: Vec<Artist> = row(select(Artist).filter(Artist::albums.any(Album::title.eq(Artist::name))));
    let _: Vec<Artist> = row(select(Artist)
        .filter(Artist::artist_id.in_(vec![1, 2]))
        .filter(Artist::artist_id.in_(select(Album::artist_id).filter(Album::title.like("A%")))));
    let _: Vec<(i32, Option<i32>)> = row(select((value(1), select(Album::album_id).scalar())));
    let _: Vec<Artist> =
        row(select(Album).join(Album::artist.to(other)).filter(other.name.is_null()).narrow())
            .into_iter()
            .map(|album: Album| Artist { artist_id: album.artist_id, name: None })
            .collect();
}

#[test]
fn statements_have_names() {
    fn active() -> Select<Artist> {
        select(Artist).filter(Artist::name.is_not_null())
    }
    fn report() -> Select<(Artist, Option<String>)> {
        select((Artist, Album::title)).left_join(Artist::albums).finish()
    }
    fn joined() -> Select<Artist, Joined<Album, Only<Artist>>> {
        active().join(Artist::albums)
    }
    fn recent<It: Shape, F: OpenScope + Reads<Album, At>, At>(s: Select<It, F>) -> Select<It, F> {
        s.filter(Album::album_id.gt(5))
    }
    let _: Vec<Artist> = row(recent(joined()));
    let _: Vec<(Artist, Option<String>)> = row(report().limit(3));
}

#[test]
fn keys_name_ctes_derived_tables_and_values() {
    let below = chain.recursive(
        select(ChainOf { id: Artist::artist_id, name: Artist::name, depth: value(0) })
            .filter(Artist::artist_id.eq(1)),
        |so_far| {
            select((Artist::artist_id, Artist::name, chain.depth + 1))
                .join(so_far.on(chain.id.eq(Artist::artist_id)))
        },
    );
    let _: Vec<Chain> = row(select(chain).from(below).order_by((chain.depth, chain.id)));

    let sums =
        chain.derived(select((Album::artist_id, Artist::name, Album::album_id)).join(Album::artist).limit(3));
    let _: Vec<(Artist, Option<Chain>)> =
        row(select((Artist, chain)).left_join(sums.on(chain.id.eq(Artist::artist_id))));

    let last = chain.lateral(
        select((Album::album_id, Album::title, value(1)))
            .correlate(Artist)
            .filter(Album::artist_id.eq(Artist::artist_id))
            .limit(1),
    );
    let _: Vec<(Artist, i32)> = row(select((Artist, chain.id)).join(last.on_true()));

    let rows = chain.values([Chain { id: 1, name: None, depth: 2 }]);
    let change = update(Artist)
        .from(rows)
        .set(Artist::name, chain.name)
        .filter(Artist::artist_id.eq(chain.id))
        .returning((Artist::artist_id, chain.depth));
    let _: Vec<(i32, i32)> = row(change);
}

#[test]
fn set_operations_give_finished_rows() {
    let both: Select<(i32, Option<String>)> =
        select((Artist::artist_id, Artist::name)).union(select((Album::album_id, Album::title.nullable())));
    let _: Vec<(i32, Option<String>)> = row(both.order_by(position(2).desc()).limit(8));
}

#[test]
fn writing_is_typed() {
    fn runs<E: Executable>(_: E) {}
    let artist = Artist { artist_id: 1, name: None };
    runs(insert(Artist).values(artist.clone()));
    let upsert = insert(Artist)
        .rows(vec![artist.clone(), artist])
        .on_conflict(Artist::artist_id)
        .do_update()
        .set(Artist::name, excluded(Artist::name))
        .filter(Artist::name.is_null())
        .end();
    let _: Vec<(i32, bool)> = row(upsert.returning((Artist::artist_id, was_inserted::<Artist>())));
    runs(
        insert(Artist)
            .columns((Artist::artist_id, Artist::name))
            .select(select((Album::album_id, Album::title))),
    );
    runs(
        update(Artist).set(Artist::name, Some("x")).set(Artist::artist_id, Artist::artist_id + 1).all_rows(),
    );
    runs(update(Artist).set(Artist::name, "x").set_null(Artist::name).filter(Artist::artist_id.eq(3)));
    runs(delete(Artist).using(Album).filter(Album::artist_id.eq(Artist::artist_id)));
    runs(
        merge_into(Artist)
            .using(Album, Album::artist_id.eq(Artist::artist_id))
            .when_matched_update(|m| m.set(Artist::name, Album::title))
            .when_not_matched_insert(|m| m.set(Artist::artist_id, Album::artist_id)),
    );
}

#[test]
fn pages_need_a_key_and_take_its_values() {
    let order = keyset((Album::title.desc(), Album::artist_id.desc()), Album);
    let first = select(Album).page(&order, 20);
    let next = select(Album).page_after(&order.after(("x".to_owned(), 3), 7), 20);
    assert_eq!(first.as_sql().order_by, next.as_sql().order_by);
    assert_eq!(first.as_sql().order_by.len(), 3);
    let place = order.after(("x".to_owned(), 3), 7);
    let again = order.resume(&place.token()).expect("a token of the same order");
    assert_eq!(again.token(), place.token());
    let other_order = keyset((Album::title.asc(), Album::artist_id.desc()), Album);
    assert!(other_order.resume(&place.token()).is_err());
    assert!(order.resume("zz").is_err());
}
