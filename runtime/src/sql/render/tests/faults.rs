//! What must not reach the server, and the words for it.

use crate::sql::{
    Assignment, BinaryOp, Call, Constant, Expr, From, Insert, InsertSource, Item, Join, JoinKind, Qualifier,
    Select, SelectBody, SelectCore, Statement, TableName, TableRef, TypeName, Update,
};
use crate::types::{Param, ParamValue, PgType};

fn column(name: &str) -> Expr {
    Expr::column(Qualifier::None, name.to_owned())
}

#[track_caller]
fn refused(rendered: &crate::sql::Rendered, message: &str) {
    assert_eq!(rendered.check().expect_err("is refused").to_string(), message);
}

#[test]
fn names_that_postgresql_cannot_keep_are_refused() {
    let long = "é".repeat(32);
    refused(&column("").render(), "a name in the statement is empty");
    refused(
        &column(&long).render(),
        &format!("the name `{long}` has 64 bytes, PostgreSQL would cut it at 63"),
    );
    refused(&column("a\0b").render(), "the name `a\\u{0}b` holds a NUL character");
    assert!(column(&"x".repeat(63)).render().check().is_ok());
    let raw = Statement::Raw(vec![crate::sql::RawPart::Sql("SELECT '\0'".into())]);
    refused(&raw.render(), "raw SQL holds a NUL character");
    let text = Expr::Constant(Constant::Text("a\0b".into()));
    refused(&text.render(), "a text constant holds a NUL character, which PostgreSQL cannot store");
}

#[test]
fn names_are_checked_wherever_they_stand() {
    let table = TableRef { name: TableName { schema: Some("".into()), name: "t".into() }, alias: None };
    let from = SelectCore { from: vec![From::Table(table)], ..SelectCore::default() };
    let select = Select { body: SelectBody::Core(Box::new(from)), ..Select::default() };
    refused(&select.render(), "a name in the statement is empty");
    refused(&Expr::Call(Box::new(Call::new("", vec![]))).render(), "a name in the statement is empty");
    refused(&Expr::Collate(Box::new(column("a")), "".into()).render(), "a name in the statement is empty");
    refused(&Expr::cast(column("a"), PgType::named(None, "")).render(), "a name in the statement is empty");
}

#[test]
fn quotes_in_names_are_doubled_everywhere() {
    let hostile = "x\"; DROP TABLE users; --";
    let quoted = "\"x\"\"; DROP TABLE users; --\"";
    let call = Call { schema: Some(hostile.into()), ..Call::new(hostile, vec![]) };
    let ty = TypeName { ty: PgType::named(Some("a\"b"), "c\"d").array(), modifiers: vec![3] };
    assert_eq!(column(hostile).render().sql, quoted);
    assert_eq!(Expr::Call(Box::new(call)).render().sql, format!("{quoted}.{quoted}()"));
    assert_eq!(Expr::cast(column("a"), ty).render().sql, r#""a"::"a""b"."c""d"(3)[]"#);
    assert_eq!(
        Expr::Collate(Box::new(column("a")), hostile.into()).render().sql,
        format!("\"a\" COLLATE {quoted}")
    );
}

#[test]
fn types_are_quoted_unless_they_are_built_in() {
    let cast = |ty: PgType, modifiers: &[i32]| {
        Expr::cast(column("a"), TypeName { ty, modifiers: modifiers.to_vec() }).render().sql
    };
    assert_eq!(cast(PgType::builtin("char", 18, 1002), &[]), r#""a"::"char""#);
    assert_eq!(cast(PgType::builtin("bit", 1560, 1561), &[]), r#""a"::"bit""#);
    assert_eq!(cast(PgType::builtin("bit", 1560, 1561), &[3]), r#""a"::bit(3)"#);
    assert_eq!(cast(PgType::builtin("double precision", 701, 1022), &[]), r#""a"::double precision"#);
    assert_eq!(cast(PgType::builtin("int8; --", 20, 1016), &[]), r#""a"::"int8; --""#);
    assert_eq!(cast(PgType::named(None, "citext"), &[]), r#""a"::"citext""#);
    assert_eq!(cast(PgType::builtin("numeric", 1700, 1231).array(), &[10, 2]), r#""a"::numeric(10, 2)[]"#);
}

#[test]
fn functions_are_quoted_unless_they_are_plain_words() {
    let call = |name: &'static str| Expr::Call(Box::new(Call::new(name, vec![]))).render().sql;
    assert_eq!(call("now"), "now()");
    assert_eq!(call("Now"), r#""Now"()"#);
    assert_eq!(call("my func"), r#""my func"()"#);
    assert_eq!(call("1st"), r#""1st"()"#);
    assert_eq!(call("select"), r#""select"()"#);
    assert_eq!(call("timestamp"), r#""timestamp"()"#);
    assert_eq!(call("greatest"), "greatest()");
    assert_eq!(call("left"), "left()");
    assert_eq!(call("current_timestamp"), "current_timestamp");
}

#[test]
fn a_table_stands_once_in_from() {
    let table = |name: &'static str, alias: Option<&'static str>| {
        From::Table(TableRef { name: TableName::new(name), alias: alias.map(Into::into) })
    };
    let select = |from| {
        let core = SelectCore { from, ..SelectCore::default() };
        Select { body: SelectBody::Core(Box::new(core)), ..Select::default() }.render()
    };
    let join = |left, right| From::Join(Box::new(Join { left, kind: JoinKind::Cross, right, on: None }));
    let twice = "`users` stands twice in FROM: give one of the two an alias";
    refused(&select(vec![join(table("users", None), table("users", None))]), twice);
    refused(&select(vec![table("users", None), table("posts", Some("users"))]), twice);
    assert!(select(vec![join(table("users", None), table("users", Some("boss")))]).check().is_ok());

    let update = Update {
        with: vec![],
        table: TableRef { name: TableName::new("users"), alias: None },
        set: vec![Assignment { column: "a".into(), value: Expr::Default }],
        from: vec![table("users", None)],
        filter: None,
        returning: vec![],
    };
    refused(&update.render(), twice);
}

#[test]
fn statements_without_a_text_are_refused() {
    let update = Update {
        with: vec![],
        table: TableRef { name: TableName::new("users"), alias: None },
        set: vec![],
        from: vec![],
        filter: None,
        returning: vec![],
    };
    let insert = Insert {
        with: vec![],
        into: TableRef { name: TableName::new("users"), alias: None },
        columns: vec!["a".into()],
        overriding: None,
        source: InsertSource::Values(vec![]),
        on_conflict: None,
        returning: vec![],
    };
    let defaults = Insert { source: InsertSource::DefaultValues, ..insert.clone() };
    refused(&update.render(), "an UPDATE sets no column");
    refused(&insert.render(), "VALUES needs at least one row of at least one value");
    refused(&defaults.render(), "DEFAULT VALUES takes no list of columns");
    refused(&Select { with_ties: true, ..Select::default() }.render(), "WITH TIES needs a limit");
    refused(&Statement::Raw(vec![]).render(), "a raw SQL fragment is empty");
    refused(&Expr::Case { operand: None, arms: vec![], otherwise: None }.render(), "a CASE has no WHEN");
    let chain = Expr::Chain(BinaryOp::Eq, vec![column("a"), column("b"), column("c")]);
    refused(&chain.render(), "`=` cannot stand between more than two expressions");
    let escape = Expr::Pattern(Box::new(column("a")), BinaryOp::Eq, Box::new(column("b")), '\\');
    refused(&escape.render(), "`=` is no pattern match and takes no ESCAPE");
}

#[test]
fn values_that_could_not_be_encoded_are_refused_by_their_number() {
    let bad =
        Param { ty: PgType::builtin("text", 25, 1009), value: ParamValue::Invalid("it holds a NUL".into()) };
    let pair = Expr::Row(vec![Expr::Param(Param::new(&1_i64)), Expr::Param(bad)]);
    refused(&pair.render(), "the value of `$2` cannot be sent: it holds a NUL");
}

#[test]
fn more_parameters_than_the_protocol_carries_are_refused() {
    let many = |n| Expr::Row(vec![Expr::Param(Param::new(&1_i64)); n]).render();
    assert!(many(65_535).check().is_ok());
    refused(
        &many(65_536),
        "the value of `$65536` cannot be sent: the statement has 65536 parameters and PostgreSQL takes 65535: give lists as one array",
    );
}

#[test]
fn wide_and_deep_statements_are_rendered() {
    let wide = Expr::Chain(BinaryOp::Or, vec![column("a"); 100_000]).render();
    assert_eq!(wide.sql.len(), 100_000 * 3 + 99_999 * 4);
    let deep = (0..2_000).fold(column("a"), |left, _| Expr::binary(left, BinaryOp::Sub, column("a")));
    assert_eq!(deep.render().sql.len(), 2_001 * 3 + 2_000 * 3);
    let items = vec![Item { expr: column("a"), alias: None }; 1_600];
    let core = SelectCore { items: items.into(), ..SelectCore::default() };
    let select = Select { body: SelectBody::Core(Box::new(core)), ..Select::default() };
    assert_eq!(select.render().sql.len(), "SELECT ".len() + 1_600 * 3 + 1_599 * 2);
}
