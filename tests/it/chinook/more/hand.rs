//! SQL text written by hand, and what it gives.

use cormorant::engine::Connection;
use cormorant::types::Expect;
use serde_json::Value;

use crate::chinook::answers::Answer;

/// The rows of SQL text, as the answers of typed statements have them.
pub(super) async fn rows<R: Answer>(conn: &mut Connection, hand: &str) -> cormorant::Result<Vec<Value>> {
    conn.execute_raw("SET search_path TO cormorant_music", &[]).await?;
    let names: Vec<String> = (0..R::columns().len()).map(|at| format!("c{at}")).collect();
    let items: Vec<String> =
        R::columns().iter().zip(&names).map(|(column, name)| column.replace("{}", name)).collect();
    let text =
        format!("SELECT jsonb_build_array({}) FROM ({hand}) AS r({})", items.join(", "), names.join(", "));
    let mut stream = conn.stream_raw(&text, &[], &[Expect::of::<Value>()], |row| row.value()).await?;
    let mut rows = Vec::new();
    while let Some(row) = stream.next().await? {
        rows.push(row);
    }
    Ok(rows)
}

/// Compares all rows, in order. There are some.
pub(super) async fn compare<R: Answer>(
    conn: &mut Connection,
    given: Vec<R>,
    hand: &str,
) -> cormorant::Result<()> {
    let expected = rows::<R>(conn, hand).await?;
    let given: Vec<Value> = given.into_iter().map(|row| Value::Array(row.into_values())).collect();
    assert!(!expected.is_empty(), "the question has no answer: {hand}");
    assert_eq!(given, expected, "{hand}");
    Ok(())
}
