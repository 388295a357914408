//! Rendered statements on a real server: it can parse them all, and understands them as they were meant.

#[path = "../../../runtime/src/sql/render/tests/corpus/mod.rs"]
mod corpus;
mod property;

use cormorant::testing::TestDb;
use cormorant::{sql, types};
use tokio_postgres::NoTls;
use tokio_postgres::types::Type;

#[cormorant::test(schema = corpus::SCHEMA)]
async fn the_server_understands_every_clause(db: TestDb) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(db.url(), NoTls).await?;
    tokio::spawn(connection);
    let version: String = client.query_one("SHOW server_version_num", &[]).await?.get(0);
    let version: u32 = version.parse().expect("it is a number");

    let mut refused = Vec::new();
    for case in corpus::corpus().iter().filter(|case| case.since <= version / 10_000) {
        let rendered = case.statement.render();
        assert_eq!(rendered.sql, case.sql, "{}", case.rule);
        // Named types have no number here: the cast beside the parameter tells them.
        let types: Vec<Type> = rendered
            .params
            .iter()
            .map(|param| Type::from_oid(param.ty.oid).unwrap_or(Type::UNKNOWN))
            .collect();
        if let Err(error) = client.prepare_typed(&rendered.sql, &types).await {
            refused.push(format!("{}: {:?}\n    {}", case.rule, error.as_db_error(), rendered.sql));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    Ok(())
}
