//! What every statement must become.

mod corpus;
mod faults;
mod precedence;
mod shared;

use crate::sql::{Statement, Visitor};
use crate::types::Param;
use crate::{sql, types};

#[test]
fn every_clause_has_its_text() {
    for case in corpus::corpus() {
        let rendered = case.statement.render();
        assert_eq!(rendered.sql, case.sql, "{}", case.rule);
        assert!(rendered.check().is_ok(), "{}: {:?}", case.rule, rendered.check());
    }
}

#[test]
fn a_walk_meets_the_parameters_in_the_order_of_their_numbers() {
    #[derive(Default)]
    struct Params<'a>(Vec<&'a Param>);
    impl<'a> Visitor<'a> for Params<'a> {
        fn param(&mut self, param: &'a Param) {
            self.0.push(param);
        }
    }

    for case in corpus::corpus() {
        let mut params = Params::default();
        params.statement(&case.statement);
        let rendered = case.statement.render();
        assert_eq!(params.0, rendered.params.iter().collect::<Vec<_>>(), "{}", case.rule);
        let numbers = (1..=rendered.params.len()).filter(|n| rendered.sql.contains(&format!("${n}"))).count();
        assert_eq!(numbers, rendered.params.len(), "{}", case.rule);
    }
}

#[test]
fn a_statement_knows_its_tables() {
    let texts =
        |statement: &Statement| statement.tables().iter().map(|it| it.name.to_string()).collect::<Vec<_>>();
    let tables = |rule: &str| {
        corpus::corpus()
            .iter()
            .find(|case| case.rule == rule)
            .map(|case| texts(&case.statement))
            .expect("is there")
    };
    assert_eq!(tables("DELETE USING a CTE"), ["users", "posts", "old"]);
    assert_eq!(tables("joins on the right need them"), ["users", "posts"]);
    assert_eq!(tables("MERGE"), ["users", "posts"]);
    assert_eq!(tables("NOT EXISTS"), ["posts", "users"]);
}
