//! Arbitrary expressions mean the same here and there: parentheses stand where they must.

mod node;
mod trees;

use cormorant::engine::Flow;
use cormorant::sql::{Expr, Item, Select, SelectBody, SelectCore};
use cormorant::testing::TestDb;
use cormorant::types::{ColumnType, Reader};
use proptest::collection::vec;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::Handle;

#[cormorant::test]
async fn an_expression_means_on_the_server_what_its_tree_means(db: TestDb) {
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&vec(trees::tree(), 1..40), |trees| {
        // A tree that has no value here (a division by zero, an overflow) has none there.
        let (exprs, expected): (Vec<Expr>, Vec<Option<String>>) =
            trees.into_iter().filter_map(|tree| Some((tree.expr, tree.value.ok()?))).unzip();
        let items = vec![Item { expr: Expr::Array(exprs, String::TYPE.into()), alias: None }];
        let core = SelectCore { items: items.into(), ..SelectCore::default() };
        let rendered = Select { body: SelectBody::Core(Box::new(core)), ..Select::default() }.render();
        let mut found: Vec<Option<String>> = Vec::new();
        let mut read = |row: &mut Reader<'_>| {
            found = row.value()?;
            Ok(Flow::More)
        };
        let fetched = async {
            let mut connection = db.engine().connection().await?;
            connection.fetch_raw(&rendered.sql, &rendered.params, &[], &mut read).await
        };
        tokio::task::block_in_place(|| Handle::current().block_on(fetched))
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        if found == expected {
            return Ok(());
        }
        let sql = rendered.sql;
        Err(TestCaseError::fail(format!("{sql}\n gives {found:?}\n   not {expected:?}")))
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}
