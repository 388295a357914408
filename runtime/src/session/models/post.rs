//! `Post`: the side that carries the foreign key.

use std::marker::PhantomData;
use std::sync::OnceLock;

use super::{USER, User, column};
use crate::error::Result as Outcome;
use crate::query::{Column, One, Relation, Row};
use crate::schema::{
    Cascade, ColumnDef, ForeignKeyDef, Generated, Model, RelationDef, RelationKind, TableDef,
};
use crate::session::{
    Cell, Child, Create, Draft, Entity, Given, Graph, IntoField, IsGiven, IsMissing, Link, Mapped, Mask,
    Meta, Missing, New, Related, SessionRow, Slot, compare,
};
use crate::types::{ColumnType, Expect, Reader};

// ---------------------------------------------------------------------------------------------- Post

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) author_id: i64,
}

pub(super) static POST: TableDef = TableDef {
    model: "Post",
    schema: None,
    name: "posts",
    comment: None,
    columns: &[
        ColumnDef { generated: Some(Generated::ByDefault), ..column("id", <i64 as ColumnType>::TYPE, false) },
        column("title", <String as ColumnType>::TYPE, false),
        column("author_id", <i64 as ColumnType>::TYPE, false),
    ],
    primary_key: &[0],
    uniques: &[],
    indexes: &[],
    checks: &[],
    foreign_keys: &[ForeignKeyDef {
        name: None,
        columns: &[2],
        target: || &USER,
        target_columns: &[],
        on_delete: None,
        on_update: None,
        deferrable: false,
        initially_deferred: false,
    }],
    relations: &[RelationDef {
        name: "author",
        kind: RelationKind::BelongsTo,
        target: || &USER,
        local: &["author_id"],
        remote: &[],
        link: None,
        inverse: Some("posts"),
        cascade: Cascade::DEFAULT,
        passive_deletes: false,
        post_update: false,
        order_by: &[],
        condition: None,
    }],
};

impl Model for Post {
    const TABLE: &'static TableDef = &POST;
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn copied(&self) -> Self {
        self.clone()
    }
}

#[derive(Clone, Default)]
pub(crate) struct PostDraft {
    pub(crate) id: Option<i64>,
    pub(crate) title: Option<String>,
    pub(crate) author_id: Option<i64>,
}

impl Draft for PostDraft {
    fn slot(&self, column: usize) -> &dyn Slot {
        match column {
            0 => &self.id,
            1 => &self.title,
            _ => &self.author_id,
        }
    }

    fn slot_mut(&mut self, column: usize) -> &mut dyn Slot {
        match column {
            0 => &mut self.id,
            1 => &mut self.title,
            _ => &mut self.author_id,
        }
    }
}

impl Row for Post {
    const WIDTH: usize = 3;

    fn expect(out: &mut Vec<Expect>) {
        <i64 as Row>::expect(out);
        <String as Row>::expect(out);
        <i64 as Row>::expect(out);
    }

    fn read(reader: &mut Reader<'_>) -> Outcome<Self> {
        Ok(Post { id: reader.value()?, title: reader.value()?, author_id: reader.value()? })
    }
}

impl SessionRow for Post {
    type Output = Entity<Self>;
    const IS_ENTITY: bool = true;

    fn load(reader: &mut Reader<'_>, graph: &mut Graph) -> Outcome<Entity<Self>> {
        graph.load_row(reader)
    }
}

impl Mapped for Post {
    type Draft = PostDraft;
    const RELATED: &'static [fn() -> &'static Meta] = &[<User as Mapped>::meta];

    fn meta() -> &'static Meta {
        static META: OnceLock<Meta> = OnceLock::new();
        META.get_or_init(Meta::of::<Self>)
    }

    fn cell(&self, column: usize) -> &dyn Cell {
        match column {
            0 => &self.id,
            1 => &self.title,
            _ => &self.author_id,
        }
    }

    fn cell_mut(&mut self, column: usize) -> &mut dyn Cell {
        match column {
            0 => &mut self.id,
            1 => &mut self.title,
            _ => &mut self.author_id,
        }
    }

    fn compare(&self, old: &Self, mask: &mut Mask) {
        compare(&self.id, &old.id, 0, mask);
        compare(&self.title, &old.title, 1, mask);
        compare(&self.author_id, &old.author_id, 2, mask);
    }

    fn finish(draft: PostDraft) -> Result<Self, PostDraft> {
        match draft {
            PostDraft { id: Some(id), title: Some(title), author_id: Some(author_id) } => {
                Ok(Post { id, title, author_id })
            }
            draft => Err(draft),
        }
    }

    fn draft_key(draft: &PostDraft) -> Option<i64> {
        Some(draft.id.clone()?)
    }
}

pub(crate) mod post_create {
    #[derive(Debug)]
    pub(crate) struct title;
    /// One marker for the column and its relationship.
    #[derive(Debug)]
    pub(crate) struct author_id_or_author;
}

#[must_use = "a row to be does nothing until it is added to a session"]
pub(crate) struct PostCreate<
    Title = Missing<post_create::title>,
    Author = Missing<post_create::author_id_or_author>,
> {
    new: New<Post>,
    given: PhantomData<fn() -> (Title, Author)>,
}

impl Post {
    pub(crate) const id: Column<Post, i64> = Column::new("id", 0);
    pub(crate) const title: Column<Post, String> = Column::new("title", 1);
    pub(crate) const author_id: Column<Post, i64> = Column::new("author_id", 2);
    pub(crate) const author: Relation<Post, User, One> = Relation::new("author", 0);

    pub(crate) fn create() -> PostCreate {
        PostCreate { new: New::new(), given: PhantomData }
    }
}

impl<Title, Author> PostCreate<Title, Author> {
    pub(crate) fn title<V: IntoField<String, How>, How>(mut self, value: V) -> PostCreate<Given, Author>
    where
        Title: IsMissing,
    {
        self.new.draft.title = Some(value.into_field());
        PostCreate { new: self.new, given: PhantomData }
    }

    pub(crate) fn author_id<V: IntoField<i64, How>, How>(mut self, value: V) -> PostCreate<Title, Given>
    where
        Author: IsMissing,
    {
        self.new.draft.author_id = Some(value.into_field());
        PostCreate { new: self.new, given: PhantomData }
    }

    pub(crate) fn author<P: Related<User>>(mut self, parent: P) -> PostCreate<Title, Given>
    where
        Author: IsMissing,
    {
        self.new.link(0, parent.into_link());
        PostCreate { new: self.new, given: PhantomData }
    }
}

impl<Title: IsGiven, Author: IsGiven> Create for PostCreate<Title, Author> {
    type Model = Post;

    fn into_new(self) -> New<Post> {
        self.new
    }
}

impl<Title: IsGiven, Author: IsGiven> Related<Post> for PostCreate<Title, Author> {
    fn into_link(self) -> Link {
        Link::nested(self.new)
    }
}

/// Once per `belongs_to`: complete but for this parent. Where the foreign key is nullable and so has no
/// parameter, the impl is for the complete builder.
impl<Title: IsGiven> Child<User, 0x6c74_8afa_4d8d_ef96>
    for PostCreate<Title, Missing<post_create::author_id_or_author>>
{
    type Model = Post;

    fn into_link(self) -> Link {
        Link::nested(self.new)
    }
}

impl Create for Post {
    type Model = Post;

    fn into_new(self) -> New<Post> {
        New::from_row(&self)
    }
}

impl Related<Post> for Post {
    fn into_link(self) -> Link {
        Link::nested(New::from_row(&self))
    }
}
