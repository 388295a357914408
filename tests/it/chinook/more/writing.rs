//! Statements that write: the tables are compared after each of both.

use cormorant::engine::Connection;
use cormorant::prelude::*;
use cormorant::query::{Executable, excluded, merge_into};
use cormorant::testing::TestDb;
use cormorant_examples::music::{Genre, Invoice, InvoiceLine, PlaylistTrack, Track};
use rust_decimal::Decimal;
use serde_json::Value;

use super::hand;
use crate::chinook::answers::{folder, load};

/// What is in the tables that are written here.
async fn tables(conn: &mut Connection) -> cormorant::Result<Vec<Value>> {
    hand::rows::<(i64, String)>(
        conn,
        "SELECT 1, genre_id || '|' || coalesce(name, '-') FROM genre
         UNION ALL SELECT 2, invoice_id || '|' || total FROM invoice
         UNION ALL SELECT 3, playlist_id || '|' || track_id FROM playlist_track
         UNION ALL SELECT 4, track_id || '|' || unit_price FROM track ORDER BY 1, 2",
    )
    .await
}

/// Runs both in transactions that are rolled back.
async fn same(db: &TestDb, statement: impl Executable, by_hand: &str) -> cormorant::Result<()> {
    if folder().is_none() {
        return Ok(());
    }
    let mut conn = db.engine().connection().await?;
    let before = tables(&mut conn).await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw(by_hand, &[]).await?;
    let expected = tables(&mut transaction).await?;
    transaction.rollback().await?;
    assert_ne!(expected, before, "nothing changed: {by_hand}");

    let mut transaction = conn.begin().await?;
    transaction.execute(statement).await?;
    assert_eq!(tables(&mut transaction).await?, expected, "{by_hand}");
    transaction.rollback().await
}

#[derive(Projection)]
struct Entry {
    playlist_id: i32,
    track_id: i32,
}

table!(gone: Entry);

#[cormorant::test(fixture = load)]
async fn rows_move_from_one_list_to_another(db: TestDb) -> cormorant::Result<()> {
    let taken = delete(PlaylistTrack)
        .filter(PlaylistTrack::playlist_id.eq(1).and(PlaylistTrack::track_id.lt(100)))
        .returning((PlaylistTrack::playlist_id, PlaylistTrack::track_id));
    let statement = insert(PlaylistTrack)
        .columns((PlaylistTrack::playlist_id, PlaylistTrack::track_id))
        .select(select((value(2), gone.track_id)).from(gone.cte(taken)));
    let by_hand =
        "WITH gone AS (DELETE FROM playlist_track WHERE playlist_id = 1 AND track_id < 100 RETURNING *)
        INSERT INTO playlist_track SELECT 2, track_id FROM gone";
    same(&db, statement, by_hand).await
}

#[cormorant::test(fixture = load)]
async fn totals_are_computed_anew(db: TestDb) -> cormorant::Result<()> {
    let lines = select(sum(InvoiceLine::unit_price * InvoiceLine::quantity.cast::<Decimal>()) + 1)
        .correlate(Invoice)
        .filter(InvoiceLine::invoice_id.eq(Invoice::invoice_id));
    let statement =
        update(Invoice).set(Invoice::total, coalesce(lines.scalar(), 0)).filter(Invoice::customer_id.lt(10));
    let by_hand =
        "UPDATE invoice i SET total = (SELECT sum(unit_price * quantity) + 1 FROM invoice_line l WHERE
        l.invoice_id = i.invoice_id) WHERE customer_id < 10";
    same(&db, statement, by_hand).await
}

#[cormorant::test(fixture = load)]
async fn names_are_changed_where_they_differ(db: TestDb) -> cormorant::Result<()> {
    let rows = [(1, "Rock!"), (99, "New"), (2, "Jazz")]
        .map(|(genre_id, name)| Genre { genre_id, name: Some(name.to_owned()) });
    let statement = insert(Genre)
        .rows(rows)
        .on_conflict(Genre::genre_id)
        .do_update()
        .set(Genre::name, excluded(Genre::name).concat("*"))
        .filter(Genre::name.is_distinct_from(excluded(Genre::name)))
        .end();
    let by_hand =
        "INSERT INTO genre VALUES (1, 'Rock!'), (99, 'New'), (2, 'Jazz') ON CONFLICT (genre_id) DO UPDATE
        SET name = excluded.name || '*' WHERE genre.name IS DISTINCT FROM excluded.name";
    same(&db, statement, by_hand).await
}

table!(fresh: Genre);

#[cormorant::test(fixture = load)]
async fn a_list_is_merged_in(db: TestDb) -> cormorant::Result<()> {
    let rows = [(1, Some("A")), (2, None), (77, Some("B"))]
        .map(|(genre_id, name)| Genre { genre_id, name: name.map(str::to_owned) });
    let statement = merge_into(Genre)
        .using(fresh.values(rows), fresh.genre_id.eq(Genre::genre_id))
        .when_matched_and_update(fresh.name.is_null(), |row| row.set(Genre::name, "none"))
        .when_matched_update(|row| row.set(Genre::name, fresh.name))
        .when_not_matched_insert(|row| row.set(Genre::genre_id, fresh.genre_id).set(Genre::name, fresh.name));
    let by_hand =
        "MERGE INTO genre g USING (VALUES (1, 'A'), (2, NULL), (77, 'B')) v(id, n) ON g.genre_id = v.id
        WHEN MATCHED AND v.n IS NULL THEN UPDATE SET name = 'none' WHEN MATCHED THEN UPDATE SET name = v.n
        WHEN NOT MATCHED THEN INSERT (genre_id, name) VALUES (v.id, v.n)";
    same(&db, statement, by_hand).await
}

#[cormorant::test(fixture = load)]
async fn entries_of_a_genre_are_deleted(db: TestDb) -> cormorant::Result<()> {
    let statement = delete(PlaylistTrack)
        .using(Track)
        .filter(Track::track_id.eq(PlaylistTrack::track_id).and(Track::genre_id.eq(1)));
    let by_hand =
        "DELETE FROM playlist_track p USING track t WHERE t.track_id = p.track_id AND t.genre_id = 1";
    same(&db, statement, by_hand).await
}
