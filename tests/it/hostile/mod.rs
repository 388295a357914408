//! Hostile names and values: kept exactly, or refused with a reason; nothing else happens to the database.

mod labels;
mod list;
mod names;
mod values;

use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use crate::support::value;

/// Nobody writes to it, so whoever changes it has run text that was data.
const CANARY: &str = "CREATE TABLE canary (note text NOT NULL); INSERT INTO canary VALUES ('alive')";

/// Whether PostgreSQL can keep a name as it is.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 63 && !text.contains('\0')
}

/// What is said of a name that PostgreSQL cannot keep.
fn assert_refused(error: &Error, name: &str) {
    let message = error.to_string();
    assert!(matches!(error, Error::Schema { .. }), "{name:?}: {message}");
    let reason = if name.is_empty() {
        "is empty".to_owned()
    } else if name.len() > 63 {
        format!("has {} bytes, PostgreSQL would cut it at 63", name.len())
    } else {
        "holds a NUL character".to_owned()
    };
    assert!(message.contains(&reason), "{name:?}: {message}");
}

async fn assert_alive(db: &TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    assert_eq!(value::<String>(&mut conn, "SELECT string_agg(note, ',') FROM public.canary").await?, "alive");
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'canary'";
    assert_eq!(value::<i64>(&mut conn, tables).await?, 1);
    Ok(())
}

#[test]
fn the_list_is_long_and_has_every_kind() {
    let all = list::all();
    assert!(all.len() >= 200, "only {}", all.len());
    assert!(all.iter().filter(|text| is_name(text)).count() >= 150);
    for part in ["\"", "'", "\0", "--", "/*", "::", "\u{202e}", "\\", "$1", "%"] {
        assert!(all.iter().any(|text| text.contains(part)), "{part:?}");
    }
    assert!([63, 64].iter().all(|&length| all.iter().any(|text| text.len() == length)));
}
