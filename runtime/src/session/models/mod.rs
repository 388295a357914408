//! Two models as the derive expands them, for tests: the pattern that it follows.
//!
//! `User` has many `Post`s (deleted with it and when they lose it), a `Post` belongs to a `User`. Where this
//! file says `crate::` the derive writes `::cormorant::__private::` (or the public path).
#![allow(non_upper_case_globals, reason = "constants are named like the columns")]
#![allow(dead_code, reason = "the pattern is whole, the tests use a part")]
#![allow(
    clippy::needless_question_mark,
    clippy::clone_on_copy,
    clippy::option_option,
    clippy::wrong_self_convention,
    reason = "as generated"
)]
#![allow(non_camel_case_types, reason = "markers are named like the columns")]

mod post;

use std::marker::PhantomData;
use std::sync::OnceLock;

use crate::error::Result as Outcome;
use crate::query::{Column, Many, Relation, Row};
use crate::schema::{
    Cascade, ColumnDef, DefaultKind, Generated, Model, RelationDef, RelationKind, TableDef, UniqueDef,
};
use crate::session::{
    Cell, Child, Create, Draft, Entity, Given, Graph, IntoField, IsGiven, IsMissing, Link, Mapped, Mask,
    Meta, Missing, New, Related, SessionRow, Slot, boxed, compare,
};
use crate::types::{ColumnType, Expect, PgType, Reader};

use post::POST;
pub(crate) use post::Post;

const fn column(field: &'static str, ty: PgType, nullable: bool) -> ColumnDef {
    ColumnDef {
        field,
        name: field,
        ty,
        modifiers: &[],
        nullable,
        generated: None,
        server_default: None,
        default: DefaultKind { on_insert: false, on_update: false, on_update_sql: None },
        collation: None,
        comment: None,
        version: false,
    }
}

// ---------------------------------------------------------------------------------------------- User

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) is_active: bool,
    pub(crate) nick: Option<String>,
}

static USER: TableDef = TableDef {
    model: "User",
    schema: None,
    name: "users",
    comment: None,
    columns: &[
        ColumnDef { generated: Some(Generated::ByDefault), ..column("id", <i64 as ColumnType>::TYPE, false) },
        column("email", <String as ColumnType>::TYPE, false),
        ColumnDef {
            default: DefaultKind { on_insert: true, on_update: false, on_update_sql: None },
            ..column("is_active", <bool as ColumnType>::TYPE, false)
        },
        column("nick", <String as ColumnType>::TYPE, true),
    ],
    primary_key: &[0],
    uniques: &[UniqueDef { name: None, columns: &[1], nulls_not_distinct: false }],
    indexes: &[],
    checks: &[],
    foreign_keys: &[],
    relations: &[RelationDef {
        name: "posts",
        kind: RelationKind::HasMany,
        target: || &POST,
        local: &[],
        remote: &[],
        link: None,
        inverse: Some("author"),
        cascade: Cascade { delete: true, delete_orphan: true, ..Cascade::DEFAULT },
        passive_deletes: false,
        post_update: false,
        order_by: &[],
        condition: None,
    }],
};

impl Model for User {
    const TABLE: &'static TableDef = &USER;
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn copied(&self) -> Self {
        self.clone()
    }
}

#[derive(Clone, Default)]
pub(crate) struct UserDraft {
    pub(crate) id: Option<i64>,
    pub(crate) email: Option<String>,
    pub(crate) is_active: Option<bool>,
    pub(crate) nick: Option<Option<String>>,
}

impl Draft for UserDraft {
    fn slot(&self, column: usize) -> &dyn Slot {
        match column {
            0 => &self.id,
            1 => &self.email,
            2 => &self.is_active,
            _ => &self.nick,
        }
    }

    fn slot_mut(&mut self, column: usize) -> &mut dyn Slot {
        match column {
            0 => &mut self.id,
            1 => &mut self.email,
            2 => &mut self.is_active,
            _ => &mut self.nick,
        }
    }
}

impl Row for User {
    const WIDTH: usize = 4;

    fn expect(out: &mut Vec<Expect>) {
        <i64 as Row>::expect(out);
        <String as Row>::expect(out);
        <bool as Row>::expect(out);
        <Option<String> as Row>::expect(out);
    }

    fn read(reader: &mut Reader<'_>) -> Outcome<Self> {
        Ok(User {
            id: reader.value()?,
            email: reader.value()?,
            is_active: reader.value()?,
            nick: reader.value()?,
        })
    }
}

impl SessionRow for User {
    type Output = Entity<Self>;
    const IS_ENTITY: bool = true;

    fn load(reader: &mut Reader<'_>, graph: &mut Graph) -> Outcome<Entity<Self>> {
        graph.load_row(reader)
    }
}

impl Mapped for User {
    type Draft = UserDraft;
    const RELATED: &'static [fn() -> &'static Meta] = &[<Post as Mapped>::meta];

    fn meta() -> &'static Meta {
        static META: OnceLock<Meta> = OnceLock::new();
        META.get_or_init(Meta::of::<Self>)
    }

    fn cell(&self, column: usize) -> &dyn Cell {
        match column {
            0 => &self.id,
            1 => &self.email,
            2 => &self.is_active,
            _ => &self.nick,
        }
    }

    fn cell_mut(&mut self, column: usize) -> &mut dyn Cell {
        match column {
            0 => &mut self.id,
            1 => &mut self.email,
            2 => &mut self.is_active,
            _ => &mut self.nick,
        }
    }

    fn compare(&self, old: &Self, mask: &mut Mask) {
        compare(&self.id, &old.id, 0, mask);
        compare(&self.email, &old.email, 1, mask);
        compare(&self.is_active, &old.is_active, 2, mask);
        compare(&self.nick, &old.nick, 3, mask);
    }

    fn finish(draft: UserDraft) -> Result<Self, UserDraft> {
        // One line: all known, or the draft goes back whole.
        match draft {
            UserDraft { id: Some(id), email: Some(email), is_active: Some(is_active), nick: Some(nick) } => {
                Ok(User { id, email, is_active, nick })
            }
            draft => Err(draft),
        }
    }

    fn draft_key(draft: &UserDraft) -> Option<i64> {
        Some(draft.id.clone()?)
    }

    fn default_value(column: usize) -> Option<Box<dyn Cell>> {
        match column {
            2 => boxed::<bool>(true),
            _ => None,
        }
    }
}

pub(crate) mod user_create {
    /// Marks the column in messages.
    #[derive(Debug)]
    pub(crate) struct email;
}

/// Only required columns (NOT NULL, without a default) have a parameter.
#[must_use = "a row to be does nothing until it is added to a session"]
pub(crate) struct UserCreate<Email = Missing<user_create::email>> {
    new: New<User>,
    given: PhantomData<fn() -> Email>,
}

impl User {
    pub(crate) const id: Column<User, i64> = Column::new("id", 0);
    pub(crate) const email: Column<User, String> = Column::new("email", 1);
    pub(crate) const is_active: Column<User, bool> = Column::new("is_active", 2);
    pub(crate) const nick: Column<User, Option<String>> = Column::new("nick", 3);
    pub(crate) const posts: Relation<User, Post, Many> = Relation::new("posts", 0);

    pub(crate) fn create() -> UserCreate {
        UserCreate { new: New::new(), given: PhantomData }
    }
}

impl<Email> UserCreate<Email> {
    pub(crate) fn id<V: IntoField<i64, How>, How>(mut self, value: V) -> Self {
        self.new.draft.id = Some(value.into_field());
        self
    }

    pub(crate) fn email<V: IntoField<String, How>, How>(mut self, value: V) -> UserCreate<Given>
    where
        Email: IsMissing,
    {
        self.new.draft.email = Some(value.into_field());
        UserCreate { new: self.new, given: PhantomData }
    }

    pub(crate) fn is_active<V: IntoField<bool, How>, How>(mut self, value: V) -> Self {
        self.new.draft.is_active = Some(value.into_field());
        self
    }

    pub(crate) fn nick<V: IntoField<Option<String>, How>, How>(mut self, value: V) -> Self {
        self.new.draft.nick = Some(value.into_field());
        self
    }

    /// `has_many(posts: Post, inverse = author)`: the number is FNV-1a of `author`, a literal. Without an
    /// inverse, and for many-to-many, the bound is `C: Related<Post>`. `has_one` takes one `C`.
    pub(crate) fn posts<I, C>(mut self, posts: I) -> Self
    where
        I: IntoIterator<Item = C>,
        C: Child<User, 0x6c74_8afa_4d8d_ef96, Model = Post>,
    {
        posts.into_iter().for_each(|post| self.new.link(0, post.into_link()));
        self
    }
}

impl<Email: IsGiven> Create for UserCreate<Email> {
    type Model = User;

    fn into_new(self) -> New<User> {
        self.new
    }
}

impl<Email: IsGiven> Related<User> for UserCreate<Email> {
    fn into_link(self) -> Link {
        Link::nested(self.new)
    }
}

impl Create for User {
    type Model = User;

    fn into_new(self) -> New<User> {
        New::from_row(&self)
    }
}

impl Related<User> for User {
    fn into_link(self) -> Link {
        Link::nested(New::from_row(&self))
    }
}
