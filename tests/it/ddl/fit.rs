//! Models that do not fit together, and the words for it.

use cormorant::Model;
use cormorant::ddl::{Options, create_all, drop_all};
use cormorant::schema::{EnumDef, ForeignKeyDef, Model as _, TableDef};

use super::refusal;

fn refused(tables: &[&'static TableDef], expected: &str) {
    assert_eq!(refusal(tables, &Options::new()), expected);
}

#[derive(Model, Clone)]
#[model(table = "users")]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    #[model(unique)]
    email: String,
    name: String,
}

mod other {
    use cormorant::Model;

    #[derive(Model, Clone)]
    #[model(table = "users")]
    pub(super) struct Member {
        #[model(primary_key)]
        id: i64,
    }
}

#[derive(Model, Clone)]
#[model(table = "posts")]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    #[model(belongs_to(author: User))]
    author_id: i64,
}

#[test]
fn two_models_cannot_have_one_table() {
    refused(
        &[User::TABLE, other::Member::TABLE],
        r#"models `User` and `Member` both have the table `users`: give one of them another name with `#[model(table = "..")]`, or leave one out of the list"#,
    );
    assert!(create_all(&[User::TABLE, User::TABLE], &Options::new()).is_ok());
}

#[test]
fn a_foreign_key_needs_its_target_in_the_list_unless_it_is_there_already() {
    refused(
        &[Post::TABLE],
        "model `Post`: the foreign key over `author_id` refers to model `User` (table `users`), which is not in the list: add `User` to it",
    );
    assert_eq!(create_all(&[Post::TABLE], &Options::new().others_exist()).expect("is allowed").len(), 1);
    assert_eq!(drop_all(&[Post::TABLE], &Options::new()).expect("is allowed").len(), 1);
}

#[derive(Model, Clone)]
#[model(table = "tag", many_to_many(users: User, through = "tag_user"(tag_id, user_id)))]
struct Tag {
    #[model(primary_key)]
    id: i64,
}

#[test]
fn so_does_a_table_in_between() {
    refused(
        &[Tag::TABLE],
        "relationship `Tag::users`: its table in between refers to model `User` (table `users`), which is not in the list: add `User` to it",
    );
}

/// A copy of `Post` whose foreign key is another.
fn with_key(key: ForeignKeyDef) -> &'static TableDef {
    let table = Post::TABLE;
    let keys = Box::leak(Box::new([key]));
    Box::leak(Box::new(TableDef {
        model: table.model,
        schema: table.schema,
        name: table.name,
        comment: None,
        columns: table.columns,
        primary_key: table.primary_key,
        uniques: &[],
        indexes: &[],
        checks: &[],
        foreign_keys: keys,
        relations: &[],
    }))
}

fn to_user(columns: &'static [usize], target_columns: &'static [&'static str]) -> ForeignKeyDef {
    ForeignKeyDef {
        name: None,
        columns,
        target: || User::TABLE,
        target_columns,
        on_delete: None,
        on_update: None,
        deferrable: false,
        initially_deferred: false,
    }
}

#[test]
fn the_columns_of_a_foreign_key_fit_those_referred_to() {
    let refused = |columns, target, expected: &str| {
        refused(&[User::TABLE, with_key(to_user(columns, target))], expected);
    };
    refused(
        &[0, 1],
        &[],
        "model `Post`: the foreign key over `id`, `author_id` has 2 columns and refers to 1 column of model `User`: name as many in `references`",
    );
    refused(
        &[1],
        &["email"],
        "model `Post`: `author_id` is int8 and refers to `User::email`, which is text: give both fields the same type",
    );
    refused(
        &[1],
        &["nick"],
        "model `Post`: a foreign key refers to column `nick`, which model `User` does not have",
    );
    refused(&[7], &[], "model `Post`: there is no column 7");
}

#[derive(Model, Clone)]
#[model(table = "note")]
struct Note {
    #[model(primary_key)]
    id: i64,
    #[model(references(User::name))]
    user_name: String,
}

#[test]
fn a_foreign_key_refers_to_something_unique() {
    refused(
        &[Note::TABLE, User::TABLE],
        "model `Note`: a foreign key refers to `name` of model `User`, which is neither the primary key nor unique: make it `unique` there",
    );
}

#[derive(Model, Clone)]
#[model(table = "a_b", unique(c, d))]
struct First {
    #[model(primary_key)]
    id: i64,
    c: i32,
    d: i32,
}

#[derive(Model, Clone)]
#[model(table = "a", unique(b_c, d))]
struct Second {
    #[model(primary_key)]
    id: i64,
    b_c: i32,
    d: i32,
}

#[derive(Model, Clone)]
#[model(table = "twice", index(a, method = "hash"))]
struct Twice {
    #[model(primary_key)]
    id: i64,
    #[model(index)]
    a: i32,
}

#[test]
fn no_name_is_given_twice() {
    refused(
        &[First::TABLE, Second::TABLE],
        r#"the unique constraint over `c`, `d` of model `First` and the unique constraint over `b_c`, `d` of model `Second` would both be called `a_b_c_d_key`: give one of them another name (`name = ".."`)"#,
    );
    refused(
        &[Twice::TABLE],
        r#"the index over `a` of model `Twice` and the index over `a` of model `Twice` would both be called `twice_a_idx`: give one of them another name (`name = ".."`)"#,
    );
    let mood = &EnumDef { rust: "Users", schema: None, name: "users", labels: &["a"] };
    assert_eq!(
        refusal(&[User::TABLE], &Options::new().enums([mood])),
        r#"the type of enum `Users` and the table of model `User` would both be called `users`: give one of them another name (`name = ".."`)"#
    );
}

#[test]
fn a_name_that_would_be_cut_is_refused() {
    let name = "a_name_of_more_than_sixty_three_bytes_would_be_cut_by_postgresql";
    let mood = &*Box::leak(Box::new(EnumDef { rust: "Mood", schema: None, name, labels: &["a"] }));
    assert_eq!(
        refusal(&[], &Options::new().enums([mood])),
        "enum `Mood`: the name `a_name_of_more_than_sixty_three_bytes_would_be_cut_by_postgresql` has 64 bytes, PostgreSQL would cut it at 63"
    );
}

#[derive(Model, Clone)]
#[model(table = "left", many_to_many(users: User, through = "both"(a, b)))]
struct Left {
    #[model(primary_key)]
    id: i64,
}

#[derive(Model, Clone)]
#[model(table = "right", many_to_many(users: User, through = "both"(a, b)))]
struct Right {
    #[model(primary_key)]
    id: i64,
}

#[derive(Model, Clone)]
#[model(table = "room", many_to_many(users: User, through = "visit"(room_id, user_id)))]
struct Room {
    #[model(primary_key)]
    house: i64,
    #[model(primary_key)]
    number: i32,
}

#[test]
fn relationships_through_one_table_agree() {
    refused(
        &[User::TABLE, Left::TABLE, Right::TABLE],
        "relationships `Left::users` and `Right::users` go through the table `both` by different columns: name the same columns in both, or make a model of the table",
    );
    refused(
        &[User::TABLE, Room::TABLE],
        "relationship `Room::users`: the table in between has 1 column for model `Room`, which needs 2: name one for each column of its key",
    );
}

#[derive(Model, Clone)]
#[model(table = "slot", unique(a, nulls_not_distinct))]
struct Slot {
    #[model(primary_key)]
    id: i64,
    a: Option<i32>,
}

#[test]
fn what_an_old_server_does_not_know_is_refused_if_its_version_is_known() {
    let with = |version| Options::new().server_version(version);
    assert_eq!(
        refusal(&[Slot::TABLE], &with(14)),
        "model `Slot`: `nulls_not_distinct` needs PostgreSQL 15, this server is 14"
    );
    assert!(create_all(&[Slot::TABLE], &with(15)).is_ok());
    assert!(create_all(&[Slot::TABLE], &Options::new()).is_ok());
}

#[test]
fn a_text_with_a_nul_is_refused() {
    let mood = &EnumDef { rust: "Mood", schema: None, name: "mood", labels: &["a\0"] };
    assert_eq!(
        refusal(&[], &Options::new().enums([mood])),
        "type `mood`: a text constant holds a NUL character, which PostgreSQL cannot store"
    );
}
