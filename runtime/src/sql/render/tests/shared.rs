//! Windows with a name, and equal values in a query that compares its expressions.

use crate::sql::{
    BinaryOp, Call, Distinct, Expr, From, Grouping, Item, NamedWindow, Order, OrderBy, Over, Qualifier,
    Select, SelectBody, SelectCore, TableName, TableRef, Window,
};
use crate::types::Param;

fn age() -> Expr {
    Expr::column(Qualifier::Alias("u".into()), "age")
}

fn param(value: i32) -> Expr {
    Expr::Param(Param::new(&value))
}

fn decade() -> Expr {
    Expr::binary(age(), BinaryOp::Div, param(10))
}

fn item(expr: Expr) -> Item {
    Item { expr, alias: None }
}

fn ordered(expr: Expr) -> Vec<OrderBy> {
    vec![OrderBy { expr, order: Order::Asc, nulls: None }]
}

fn query(core: SelectCore) -> Select {
    let from = From::Table(TableRef { name: TableName::new("u"), alias: None });
    let core = SelectCore { from: vec![from], ..core };
    Select { body: SelectBody::Core(Box::new(core)), ..Select::default() }
}

#[test]
fn the_same_expression_has_the_same_parameters_where_the_server_compares_it() {
    let filter = Some(Expr::binary(age(), BinaryOp::Ne, param(10)));
    let core = SelectCore {
        items: vec![item(decade()), item(Expr::binary(decade(), BinaryOp::Add, param(1)))].into(),
        filter,
        group_by: vec![Grouping::Expr(decade())],
        having: Some(Expr::binary(decade(), BinaryOp::Gt, param(1))),
        ..SelectCore::default()
    };
    let select = Select { order_by: ordered(decade()), limit: Some(param(10)), ..query(core) };
    let rendered = select.render();
    let expected = r#"SELECT "u"."age" / $1, "u"."age" / $1 + $2 FROM "u" WHERE "u"."age" <> $3 GROUP BY "u"."age" / $1 HAVING "u"."age" / $1 > $2 ORDER BY "u"."age" / $1 LIMIT $4"#;
    assert_eq!(rendered.sql, expected);
    assert_eq!(rendered.params.len(), 4);
    let core = SelectCore {
        distinct: Distinct::Distinct,
        items: vec![item(decade())].into(),
        ..SelectCore::default()
    };
    let select = Select { order_by: ordered(decade()), ..query(core) };
    assert_eq!(select.render().sql, r#"SELECT DISTINCT "u"."age" / $1 FROM "u" ORDER BY "u"."age" / $1"#);
    let plain = SelectCore { items: vec![item(decade())].into(), ..SelectCore::default() };
    let select = Select { order_by: ordered(decade()), ..query(plain) };
    assert_eq!(select.render().sql, r#"SELECT "u"."age" / $1 FROM "u" ORDER BY "u"."age" / $2"#);
}

#[test]
fn a_named_window_is_defined_once_and_a_name_never_means_two_windows() {
    let window = |by: Expr| Window { order_by: ordered(by), ..Window::default() };
    let rank = |by: Expr| {
        let shared = NamedWindow { name: "w".into(), window: window(by) };
        Expr::Call(Box::new(Call {
            over: Some(Over::Shared(Box::new(shared))),
            ..Call::new("rank", Vec::new())
        }))
    };
    let inner = query(SelectCore { items: vec![item(rank(decade()))].into(), ..SelectCore::default() });
    let core = SelectCore {
        items: vec![
            item(rank(age())),
            item(Expr::Subquery(Box::new(inner))),
            item(rank(age())),
            item(rank(decade())),
        ]
        .into(),
        ..SelectCore::default()
    };
    let select = Select { order_by: ordered(rank(age())), ..query(core) };
    let expected = r#"SELECT rank() OVER "w", (SELECT rank() OVER "w" FROM "u" WINDOW "w" AS (ORDER BY "u"."age" / $1)), rank() OVER "w", rank() OVER (ORDER BY "u"."age" / $2) FROM "u" WINDOW "w" AS (ORDER BY "u"."age") ORDER BY rank() OVER "w""#;
    assert_eq!(select.render().sql, expected);
    let select = Select {
        order_by: ordered(rank(age())),
        ..query(SelectCore { items: vec![item(age())].into(), ..SelectCore::default() })
    };
    let expected = r#"SELECT "u"."age" FROM "u" ORDER BY rank() OVER (ORDER BY "u"."age")"#;
    assert_eq!(select.render().sql, expected);
}
