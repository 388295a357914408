//! Where definitions stand, and what PostgreSQL demands of the order and of locks, compared whole.

use super::models::{Album, Artist, chain};
use crate::query::*;

#[test]
fn statements_that_write_have_names_of_their_own_in_a_set_operation() {
    let gone = |id| delete(Artist).filter(Artist::artist_id.eq(id)).returning(Artist::artist_id);
    let both = select(value(0)).union_all(gone(1)).union_all(gone(2));
    assert_eq!(
        both.to_sql(),
        r#"WITH "changed" AS (DELETE FROM "artist" WHERE "artist"."artist_id" = $1 RETURNING "artist"."artist_id"), "changed_2" AS (DELETE FROM "artist" WHERE "artist"."artist_id" = $2 RETURNING "artist"."artist_id") SELECT $3::int4 UNION ALL SELECT * FROM "changed" UNION ALL SELECT * FROM "changed_2""#
    );
    let nested = select(value(0)).union_all(gone(1)).union(select(value(9)).union_all(gone(2)));
    assert_eq!(
        nested.to_sql(),
        r#"WITH "changed" AS (DELETE FROM "artist" WHERE "artist"."artist_id" = $1 RETURNING "artist"."artist_id"), "changed_2" AS (DELETE FROM "artist" WHERE "artist"."artist_id" = $2 RETURNING "artist"."artist_id") SELECT $3::int4 UNION ALL SELECT * FROM "changed" UNION (SELECT $4::int4 UNION ALL SELECT * FROM "changed_2")"#
    );
}

#[test]
fn of_two_definitions_with_one_name_the_second_stays_with_its_side() {
    let of = |id| chain.cte(select((Artist::artist_id, Artist::name, value(id))));
    let both = select(chain.id).from(of(1)).union(select(chain.id).from(of(2)));
    assert_eq!(
        both.to_sql(),
        r#"WITH "chain"("id", "name", "depth") AS (SELECT "artist"."artist_id", "artist"."name", $1::int4 FROM "artist") SELECT "chain"."id" FROM "chain" UNION (WITH "chain"("id", "name", "depth") AS (SELECT "artist"."artist_id", "artist"."name", $2::int4 FROM "artist") SELECT "chain"."id" FROM "chain")"#
    );
}

#[test]
fn a_statement_that_writes_is_a_cte_where_a_derived_table_is_asked_for() {
    let gone =
        chain.derived(delete(Artist).all_rows().returning((Artist::artist_id, Artist::name, value(1))));
    assert_eq!(
        select(chain.id).from(gone).to_sql(),
        r#"WITH "chain"("id", "name", "depth") AS (DELETE FROM "artist" RETURNING "artist"."artist_id", "artist"."name", $1::int4) SELECT "chain"."id" FROM "chain""#
    );
}

#[test]
fn a_subquery_that_writes_is_refused_with_the_way_out() {
    let gone = chain.cte(delete(Artist).all_rows().returning((Artist::artist_id, Artist::name, value(1))));
    let statement = select(Album::title).filter(exists(select(chain.id).from(gone)));
    let refused = statement.as_sql().render().check().unwrap_err().to_string();
    assert_eq!(
        refused,
        "`chain` changes data, and PostgreSQL allows that only in WITH of the whole statement, not of a subquery: join \
         it, `.join(name.cte(..).on(..))`"
    );
}

#[test]
fn the_order_begins_with_what_rows_are_told_apart_by() {
    let newest = select(Album).distinct_on(Album::artist_id).order_by(Album::title.desc());
    let sql = r#"SELECT DISTINCT ON ("album"."artist_id") "album"."album_id", "album"."title", "album"."artist_id" FROM "album" ORDER BY "album"."artist_id", "album"."title" DESC"#;
    assert_eq!(newest.to_sql(), sql);
    let said_later = select(Album).order_by(Album::title.desc()).distinct_on(Album::artist_id);
    assert_eq!(said_later.to_sql(), sql);
    let said = select(Album).distinct_on(Album::artist_id).order_by((Album::artist_id, Album::title.desc()));
    assert_eq!(said.to_sql(), sql);
    let by_place = select((Album::artist_id, Album::title))
        .distinct_on((Album::artist_id, Album::title))
        .order_by((position(2).desc(), Album::album_id));
    assert_eq!(
        by_place.to_sql(),
        r#"SELECT DISTINCT ON ("album"."artist_id", "album"."title") "album"."artist_id", "album"."title" FROM "album" ORDER BY 2 DESC, "album"."artist_id", "album"."album_id""#
    );
}

#[test]
fn a_side_of_a_set_operation_is_locked_below_it() {
    let locked = select(Album::title).lock(for_update()).union_all(select(Album::title));
    assert_eq!(
        locked.to_sql(),
        r#"SELECT * FROM (SELECT "album"."title" FROM "album" FOR UPDATE) AS "rows" UNION ALL SELECT "album"."title" FROM "album""#
    );
}

#[test]
fn of_two_values_for_a_column_the_last_counts() {
    let twice =
        update(Album).set(Album::title, "a").set(Album::artist_id, 1).set(Album::title, "b").all_rows();
    assert_eq!(twice.to_sql(), r#"UPDATE "album" SET "title" = $1, "artist_id" = $2"#);
}
