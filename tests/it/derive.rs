//! What `#[derive(Model)]` says of a table.

use cormorant::Model;
use cormorant::schema::{Generated, IndexTerm, Model as _, ReferentialAction, RelationKind};

#[derive(Model, Clone)]
#[model(schema = "app", comments)]
#[model(unique(first, last, name = "one_of_each", nulls_not_distinct))]
#[model(index(last desc nulls_last, expr = "lower(first)", name = "by_name", method = "btree", where = "last <> ''", include(kind)))]
#[model(check(name = "named", "first <> ''"), foreign_key(columns(room, num), references = Shelf, on_delete = restrict))]
#[model(has_many(reports: Self, inverse = boss, cascade(delete_orphan), order_by(last desc, id)))]
#[model(many_to_many(shelves: Shelf, through = "app"."person_shelf"(person_id, (room, num))))]
/// A person.
pub(crate) struct BlogPerson {
    #[model(primary_key, generated)]
    id: i64,
    /// The given name.
    #[model(length = 20)]
    first: String,
    last: String,
    #[model(precision = 10, scale = 2, check = "score >= 0")]
    score: rust_decimal::Decimal,
    #[model(rename = "sort", unique, collate = "C")]
    kind: Option<String>,
    #[model(stored = "first || last")]
    full: String,
    #[model(version)]
    revision: i32,
    #[model(default = 5, on_update_sql = "counter + 1", index)]
    counter: i32,
    #[model(belongs_to(boss: BlogPerson, inverse = reports, post_update, on_delete = set_null))]
    boss_id: Option<i64>,
    room: Option<String>,
    num: Option<i32>,
    #[model(skip)]
    #[expect(dead_code, reason = "it is no column")]
    note: String,
}

#[derive(Model, Clone)]
#[model(primary_key(room, num))]
pub(crate) struct Shelf {
    num: i32,
    room: String,
}

#[test]
fn a_model_states_its_columns() {
    let table = BlogPerson::TABLE;
    assert_eq!((table.model, table.schema, table.name), ("BlogPerson", Some("app"), "blog_person"));
    assert_eq!(table.comment, Some("A person."));
    let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    let expected =
        ["id", "first", "last", "score", "sort", "full", "revision", "counter", "boss_id", "room", "num"];
    assert_eq!(names, expected);
    assert_eq!(table.columns[0].generated, Some(Generated::ByDefault));
    assert_eq!(table.columns[1].comment, Some("The given name."));
    assert_eq!((table.columns[1].modifiers, table.columns[3].modifiers), (&[20][..], &[10, 2][..]));
    assert_eq!((table.columns[3].ty.name, table.columns[4].field), ("numeric", "kind"));
    assert_eq!((table.columns[4].nullable, table.columns[4].collation), (true, Some("C")));
    assert_eq!(table.columns[5].generated, Some(Generated::Stored("first || last")));
    assert!(table.columns[6].version && !table.columns[5].version);
    assert!(table.columns[7].default.on_insert);
    assert_eq!(table.columns[7].default.on_update_sql, Some("counter + 1"));
}

#[test]
fn a_model_states_its_constraints() {
    let table = BlogPerson::TABLE;
    assert_eq!(table.primary_key, [0]);
    assert_eq!((table.uniques[0].columns, table.uniques[0].name), (&[4][..], None));
    assert_eq!((table.uniques[1].columns, table.uniques[1].name), (&[1, 2][..], Some("one_of_each")));
    assert!(table.uniques[1].nulls_not_distinct);
    let index = &table.indexes[1];
    assert!(matches!(index.columns[0].term, IndexTerm::Column(2)));
    assert!(matches!(index.columns[1].term, IndexTerm::Expression("lower(first)")));
    assert_eq!((index.columns[0].descending, index.columns[0].nulls_first), (true, Some(false)));
    assert_eq!(
        (index.name, index.method, index.predicate),
        (Some("by_name"), Some("btree"), Some("last <> ''"))
    );
    assert_eq!(index.include, [4]);
    assert_eq!((table.checks[0].name, table.checks[0].sql), (None, "score >= 0"));
    assert_eq!((table.checks[1].name, table.checks[1].sql), (Some("named"), "first <> ''"));
    let [boss, shelf] = table.foreign_keys else { panic!("two foreign keys") };
    assert_eq!((boss.columns, boss.on_delete), (&[8][..], Some(ReferentialAction::SetNull)));
    assert_eq!((boss.target)().model, "BlogPerson");
    assert_eq!((shelf.columns, shelf.on_delete), (&[9, 10][..], Some(ReferentialAction::Restrict)));
    assert_eq!((shelf.target)().primary_key, [1, 0]);
}

#[test]
fn a_model_states_its_relationships() {
    let [boss, reports, shelves] = BlogPerson::TABLE.relations else { panic!("three relationships") };
    assert_eq!((boss.name, boss.kind, boss.local), ("boss", RelationKind::BelongsTo, &["boss_id"][..]));
    assert_eq!((boss.inverse, boss.post_update), (Some("reports"), true));
    assert_eq!((reports.name, reports.kind), ("reports", RelationKind::HasMany));
    assert_eq!(reports.order_by, [("last", true), ("id", false)]);
    assert!(reports.cascade.delete && reports.cascade.delete_orphan && reports.cascade.save_update);
    let link = shelves.link.expect("a table in between");
    assert_eq!((link.schema, link.name), (Some("app"), "person_shelf"));
    assert_eq!((link.local, link.remote), (&["person_id"][..], &["room", "num"][..]));
}

#[test]
fn a_key_of_several_columns_is_a_tuple_in_the_order_of_the_key() {
    let shelf = Shelf { num: 3, room: "a".to_owned() };
    assert_eq!(shelf.key(), ("a".to_owned(), 3));
}
