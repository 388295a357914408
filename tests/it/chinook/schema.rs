//! The tables that the models make are those of `schema.sql`, name by name.

use std::collections::BTreeSet;

use cormorant::schema::{Model, RelationDef};
use cormorant::testing::TestDb;
use cormorant_examples::music::{Playlist, PlaylistTrack, SCHEMA, Track, create_tables, drop_tables};
use tokio_postgres::{Client, NoTls};

use super::answers::folder;

/// Columns with their types, constraints and indexes of a schema, as the server describes them.
const FACTS: &str = "
    SELECT format('%s.%s: %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN ' not null' END) AS fact
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = $1::text::regnamespace AND c.relkind = 'r' AND a.attnum > 0
    UNION ALL
    SELECT format('%s on %s: %s', conname, c.relname, pg_get_constraintdef(o.oid))
    FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid WHERE o.connamespace = $1::text::regnamespace
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = $1";

async fn facts(client: &Client, schema: &str) -> BTreeSet<String> {
    let rows = client.query(FACTS, &[&schema]).await.expect("the statement is right");
    rows.iter().map(|row| row.get::<_, String>(0).replace(&format!("{schema}."), "")).collect()
}

#[cormorant::test]
async fn the_models_make_the_tables_of_schema_sql(db: TestDb) -> cormorant::Result<()> {
    let Some(folder) = folder() else { return Ok(()) };
    let script = std::fs::read_to_string(folder.join("schema.sql")).expect("the file can be read");
    let mut conn = db.engine().connection().await?;
    conn.script(&script).await?;
    create_tables(&mut conn).await?;

    let (client, connection) = tokio_postgres::connect(db.url(), NoTls).await.expect("the server is there");
    tokio::spawn(connection);
    let expected = facts(&client, "public").await;
    assert!(expected.len() > 100, "only {} facts", expected.len());
    assert_eq!(facts(&client, SCHEMA).await, expected);

    drop_tables(&mut conn).await?;
    let left = "SELECT count(*) FROM pg_namespace WHERE nspname = $1";
    assert_eq!(client.query_one(left, &[&SCHEMA]).await.expect("it is a count").get::<_, i64>(0), 0);
    Ok(())
}

#[test]
fn a_link_with_a_model_takes_its_columns_from_the_foreign_keys_there() {
    let relation = |relations: &'static [RelationDef]| {
        relations.iter().find(|relation| relation.link.is_some()).expect("there is a many-to-many")
    };
    let (playlist, track) = (("playlist_id", "playlist_id"), ("track_id", "track_id"));
    let from_playlist = relation(Playlist::TABLE.relations).link_columns(Playlist::TABLE);
    assert_eq!(from_playlist, (vec![playlist], vec![track]));
    let from_track = relation(Track::TABLE.relations).link_columns(Track::TABLE);
    assert_eq!(from_track, (vec![track], vec![playlist]));
    assert_eq!(PlaylistTrack::TABLE.foreign_keys.len(), 2);
}
