//! What the typed builders say in SQL, compared whole.

use super::models::{Album, Artist, Chain, ChainOf, chain, other};
use crate::query::*;

#[test]
fn a_left_join_by_relationship_brings_its_own_condition() {
    let statement = select((Artist, Album::title)).left_join(Artist::albums).filter(Artist::name.eq("x"));
    assert_eq!(
        statement.to_sql(),
        r#"SELECT "artist"."artist_id", "artist"."name", "album"."title" FROM "artist" LEFT JOIN "album" ON "album"."artist_id" = "artist"."artist_id" WHERE "artist"."name" = $1"#
    );
}

#[test]
fn an_alias_renames_its_columns() {
    let statement = select((Artist::name, other.name)).join(other.on(other.artist_id.lt(Artist::artist_id)));
    assert_eq!(
        statement.to_sql(),
        r#"SELECT "artist"."name", "other"."name" FROM "artist" JOIN "artist" AS "other" ON "other"."artist_id" < "artist"."artist_id""#
    );
}

#[test]
fn lists_are_one_array_and_subqueries_stay_subqueries() {
    let listed = select(Album::title).filter(Album::artist_id.in_(vec![1, 2, 3]));
    assert_eq!(listed.to_sql(), r#"SELECT "album"."title" FROM "album" WHERE "album"."artist_id" = ANY($1)"#);
    let sub = select(Album::title).filter(Album::artist_id.not_in(select(Artist::artist_id)));
    assert_eq!(
        sub.to_sql(),
        r#"SELECT "album"."title" FROM "album" WHERE "album"."artist_id" NOT IN (SELECT "artist"."artist_id" FROM "artist")"#
    );
}

#[test]
fn a_relationship_test_is_an_exists() {
    let statement = select(Artist::name).filter(Artist::albums.any(Album::title.like("A%")));
    assert_eq!(
        statement.to_sql(),
        r#"SELECT "artist"."name" FROM "artist" WHERE EXISTS (SELECT 1 FROM "album" WHERE "album"."artist_id" = "artist"."artist_id" AND "album"."title" LIKE $1)"#
    );
}

#[test]
fn a_recursive_cte_is_hoisted_into_with() {
    let below = chain.recursive(
        select(ChainOf { id: Artist::artist_id, name: Artist::name, depth: value(0) })
            .filter(Artist::artist_id.eq(1)),
        |so_far| {
            select((Artist::artist_id, Artist::name, chain.depth + 1))
                .join(so_far.on(chain.id.eq(Artist::artist_id)))
        },
    );
    assert_eq!(
        select(chain).from(below).order_by(chain.depth).to_sql(),
        r#"WITH RECURSIVE "chain"("id", "name", "depth") AS (SELECT "artist"."artist_id", "artist"."name"::text, $1::int4 FROM "artist" WHERE "artist"."artist_id" = $2 UNION ALL SELECT "artist"."artist_id", "artist"."name", "chain"."depth" + $3 FROM "artist" JOIN "chain" ON "chain"."id" = "artist"."artist_id") SELECT "chain"."id", "chain"."name", "chain"."depth" FROM "chain" ORDER BY "chain"."depth""#
    );
}

#[test]
fn many_rows_are_one_array_per_column() {
    let rows = (1..4).map(|artist_id| Artist { artist_id, name: None });
    assert_eq!(
        insert(Artist).rows(rows).returning(Artist::artist_id).to_sql(),
        r#"INSERT INTO "artist" ("artist_id", "name") SELECT "v"."c0", "v"."c1" FROM unnest($1, $2) WITH ORDINALITY AS "v"("c0", "c1", "ord") ORDER BY "v"."ord" RETURNING "artist"."artist_id""#
    );
    let one = insert(Artist).values(Artist { artist_id: 1, name: None });
    assert_eq!(one.to_sql(), r#"INSERT INTO "artist" ("artist_id", "name") VALUES ($1, $2)"#);
}

#[test]
fn an_upsert_takes_columns_of_the_refused_row() {
    let upsert = insert(Artist)
        .values(Artist { artist_id: 1, name: None })
        .on_conflict(Artist::artist_id)
        .do_update()
        .set_excluded(Artist::name)
        .filter(Artist::name.is_null())
        .end();
    assert_eq!(
        upsert.to_sql(),
        r#"INSERT INTO "artist" ("artist_id", "name") VALUES ($1, $2) ON CONFLICT ("artist_id") DO UPDATE SET "name" = "excluded"."name" WHERE "artist"."name" IS NULL"#
    );
}

#[test]
fn rows_of_values_change_rows_of_a_table() {
    let rows = chain.values([Chain { id: 1, name: None, depth: 2 }]);
    let change =
        update(Artist).from(rows).set(Artist::name, chain.name).filter(Artist::artist_id.eq(chain.id));
    assert_eq!(
        change.to_sql(),
        r#"UPDATE "artist" SET "name" = "chain"."name" FROM (SELECT "rows"."c0", "rows"."c1", "rows"."c2" FROM unnest($1, $2, $3) WITH ORDINALITY AS "rows"("c0", "c1", "c2", "ord")) AS "chain"("id", "name", "depth") WHERE "artist"."artist_id" = "chain"."id""#
    );
}

#[test]
fn set_operations_are_ordered_by_position() {
    let both = select(Artist::artist_id).except(select(Album::artist_id)).order_by(position(1)).limit(8);
    assert_eq!(
        both.to_sql(),
        r#"SELECT "artist"."artist_id" FROM "artist" EXCEPT SELECT "album"."artist_id" FROM "album" ORDER BY 1 LIMIT $1"#
    );
}

#[test]
fn a_second_page_compares_rows() {
    let order = keyset((Album::title.desc(), Album::artist_id.desc()), Album);
    assert_eq!(
        select(Album::title).page_after(&order.after(("x".to_owned(), 3), 7), 5).to_sql(),
        r#"SELECT "album"."title" FROM "album" WHERE ("album"."title", "album"."artist_id", "album"."album_id") < ($1, $2, $3) ORDER BY "album"."title" DESC, "album"."artist_id" DESC, "album"."album_id" DESC LIMIT $4"#
    );
    let nullable = keyset(Artist::name.asc(), Artist);
    assert_eq!(
        select(Artist::name).page_after(&nullable.after("x".to_owned(), 7), 5).to_sql(),
        r#"SELECT "artist"."name" FROM "artist" WHERE "artist"."name" > $1 OR "artist"."name" IS NULL OR "artist"."name" = $2 AND "artist"."artist_id" > $3 ORDER BY "artist"."name", "artist"."artist_id" LIMIT $4"#
    );
}

#[test]
fn queue_workers_skip_what_others_hold() {
    let job = select(Album).limit(1).lock_of(for_update().skip_locked(), Album);
    assert_eq!(
        job.to_sql(),
        r#"SELECT "album"."album_id", "album"."title", "album"."artist_id" FROM "album" LIMIT $1 FOR UPDATE OF "album" SKIP LOCKED"#
    );
}
