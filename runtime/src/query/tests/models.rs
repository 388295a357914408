//! Two models, an alias, a projection and a key written out by hand: the pattern that the macros emit for this
//! layer.

#![allow(
    unreachable_pub,
    missing_debug_implementations,
    non_upper_case_globals,
    non_camel_case_types,
    missing_docs,
    dead_code,
    clippy::wildcard_imports
)]

use std::ops::Deref;

use crate::error::Result;
use crate::query::*;
use crate::schema::{Cascade, ColumnDef, DefaultKind, Generated, Model, RelationDef, RelationKind, TableDef};
use crate::sql;
use crate::types::{ColumnType, Expect, Reader};

const fn column(name: &'static str, ty: crate::types::PgType, nullable: bool) -> ColumnDef {
    ColumnDef {
        field: name,
        name,
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

// ---- what `#[derive(Model)] struct Artist { #[model(primary_key, generated)] artist_id: i32, name: Option<String> }`
// with `has_many(albums: Album, inverse = artist)` gives.

#[derive(Clone, Debug, PartialEq)]
pub struct Artist {
    pub artist_id: i32,
    pub name: Option<String>,
}

pub const Artist: Table<Artist> = Table::new();

impl Artist {
    pub const artist_id: Column<Artist, i32> = Column::new("artist_id", 0);
    pub const name: Column<Artist, Option<String>> = Column::new("name", 1);
    pub const albums: Relation<Artist, Album, Many> = Relation::new("albums", 0);
}

impl Model for Artist {
    const TABLE: &'static TableDef = {
        static TABLE: TableDef = TableDef {
            model: "Artist",
            schema: None,
            name: "artist",
            comment: None,
            columns: &[
                ColumnDef {
                    generated: Some(Generated::ByDefault),
                    ..column("artist_id", <i32 as ColumnType>::TYPE, false)
                },
                column("name", <String as ColumnType>::TYPE, true),
            ],
            primary_key: &[0],
            uniques: &[],
            indexes: &[],
            checks: &[],
            foreign_keys: &[],
            relations: &[RelationDef {
                name: "albums",
                kind: RelationKind::HasMany,
                target: || Album::TABLE,
                local: &[],
                remote: &[],
                link: None,
                inverse: Some("artist"),
                cascade: Cascade::DEFAULT,
                passive_deletes: false,
                post_update: false,
                order_by: &[],
                condition: None,
            }],
        };
        &TABLE
    };
    type Key = i32;
    fn key(&self) -> i32 {
        self.artist_id
    }

    fn copied(&self) -> Self {
        self.clone()
    }
}

impl Tabular for Artist {
    type Id = (N<1>, (N<2>, (N<3>, (N<4>, (N<5>, (N<6>, (N<7>, (N<8>, ()))))))));
    type Root = Only<Artist>;
    fn qualifier() -> sql::Qualifier {
        model_qualifier::<Self>()
    }
    fn source() -> Option<sql::From> {
        table_source::<Self>(None)
    }
}

impl ModelTable for Artist {
    type Model = Artist;
}

impl Shape for Artist {
    type Scope = Only<Artist>;
}

impl<F: Reads<Artist, At>, At> Item<F, At> for Artist {
    type Row = ModelRow<F, Artist, At, Artist>;
    type Kind = Plain;
}

impl Row for Artist {
    const WIDTH: usize = 2;
    fn expect(out: &mut Vec<Expect>) {
        <i32 as Row>::expect(out);
        <Option<String> as Row>::expect(out);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        Ok(Artist { artist_id: reader.value()?, name: reader.value()? })
    }
}

pub struct ArtistColumns<K> {
    pub artist_id: Column<K, i32>,
    pub name: Column<K, Option<String>>,
    pub albums: Relation<K, Album, Many>,
}

impl Projection for Artist {
    const COLUMNS: &'static [&'static str] = &["artist_id", "name"];
}

impl<K: 'static> NamedColumns<K> for Artist {
    type Row = Artist;
    type Columns = ArtistColumns<K>;
    const COLUMNS: &'static ArtistColumns<K> = &ArtistColumns {
        artist_id: Column::new("artist_id", 0),
        name: Column::new("name", 1),
        albums: Relation::new("albums", 0),
    };
}

// ---- the other end

#[derive(Clone, Debug, PartialEq)]
pub struct Album {
    pub album_id: i32,
    pub title: String,
    pub artist_id: i32,
}

pub const Album: Table<Album> = Table::new();

impl Album {
    pub const album_id: Column<Album, i32> = Column::new("album_id", 0);
    pub const title: Column<Album, String> = Column::new("title", 1);
    pub const artist_id: Column<Album, i32> = Column::new("artist_id", 2);
    pub const artist: Relation<Album, Artist, One> = Relation::new("artist", 0);
}

impl Model for Album {
    const TABLE: &'static TableDef = {
        static TABLE: TableDef = TableDef {
            model: "Album",
            schema: None,
            name: "album",
            comment: None,
            columns: &[
                column("album_id", <i32 as ColumnType>::TYPE, false),
                column("title", <String as ColumnType>::TYPE, false),
                column("artist_id", <i32 as ColumnType>::TYPE, false),
            ],
            primary_key: &[0],
            uniques: &[],
            indexes: &[],
            checks: &[],
            foreign_keys: &[],
            relations: &[RelationDef {
                name: "artist",
                kind: RelationKind::BelongsTo,
                target: || Artist::TABLE,
                local: &["artist_id"],
                remote: &[],
                link: None,
                inverse: Some("albums"),
                cascade: Cascade::DEFAULT,
                passive_deletes: false,
                post_update: false,
                order_by: &[],
                condition: None,
            }],
        };
        &TABLE
    };
    type Key = i32;
    fn key(&self) -> i32 {
        self.album_id
    }

    fn copied(&self) -> Self {
        self.clone()
    }
}

impl Tabular for Album {
    type Id = (N<1>, (N<2>, (N<3>, (N<4>, (N<5>, (N<6>, (N<7>, (N<9>, ()))))))));
    type Root = Only<Album>;
    fn qualifier() -> sql::Qualifier {
        model_qualifier::<Self>()
    }
    fn source() -> Option<sql::From> {
        table_source::<Self>(None)
    }
}

impl ModelTable for Album {
    type Model = Album;
}

impl Shape for Album {
    type Scope = Only<Album>;
}

impl<F: Reads<Album, At>, At> Item<F, At> for Album {
    type Row = ModelRow<F, Album, At, Album>;
    type Kind = Plain;
}

impl Row for Album {
    const WIDTH: usize = 3;
    fn expect(out: &mut Vec<Expect>) {
        <i32 as Row>::expect(out);
        <String as Row>::expect(out);
        <i32 as Row>::expect(out);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        Ok(Album { album_id: reader.value()?, title: reader.value()?, artist_id: reader.value()? })
    }
}

// ---- `alias!(other: Artist)`

#[derive(Clone, Copy, Debug)]
pub struct other;

impl Tabular for other {
    type Id = (N<0>, (N<2>, (N<3>, (N<4>, (N<5>, (N<6>, (N<7>, (N<9>, ()))))))));
    type Root = Only<other>;
    fn qualifier() -> sql::Qualifier {
        sql::Qualifier::Alias("other".into())
    }
    fn source() -> Option<sql::From> {
        table_source::<Artist>(Some("other"))
    }
}

impl ModelTable for other {
    type Model = Artist;
}

impl Shape for other {
    type Scope = Only<other>;
}

impl<F: Reads<other, At>, At> Item<F, At> for other {
    type Row = ModelRow<F, other, At, Artist>;
    type Kind = Plain;
}

impl Selectable for other {
    type Items = other;
    type First = FirstIs<other>;
    fn push_items(self, out: &mut Vec<sql::Item>) {
        push_model::<other>(out);
    }
}

impl Source for other {
    type Table = other;
    type Outer = ();
    fn into_from(self, with: &mut Vec<sql::Cte>) -> sql::From {
        Table::<other>::new().into_from(with)
    }
}

impl other {
    pub fn on<C: Condition<Uses = S>, S>(self, condition: C) -> On<Self, S> {
        On::new(self, condition)
    }
}

impl Deref for other {
    type Target = <Artist as NamedColumns<other>>::Columns;
    fn deref(&self) -> &Self::Target {
        <Artist as NamedColumns<other>>::COLUMNS
    }
}

// ---- `#[derive(Projection)] struct Chain { id: i32, name: Option<String>, depth: i32 }`

#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    pub id: i32,
    pub name: Option<String>,
    pub depth: i32,
}

impl Row for Chain {
    const WIDTH: usize = <i32 as Row>::WIDTH + <Option<String> as Row>::WIDTH + <i32 as Row>::WIDTH;
    fn expect(out: &mut Vec<Expect>) {
        <i32 as Row>::expect(out);
        <Option<String> as Row>::expect(out);
        <i32 as Row>::expect(out);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        Ok(Chain { id: Row::read(reader)?, name: Row::read(reader)?, depth: Row::read(reader)? })
    }
}

impl Shape for Chain {
    type Scope = Closed;
}

impl Projection for Chain {
    const COLUMNS: &'static [&'static str] = &["id", "name", "depth"];
}

impl FlatProjection for Chain {
    const TYPES: &'static [crate::types::PgType] =
        &[<i32 as ColumnType>::TYPE, <String as ColumnType>::TYPE, <i32 as ColumnType>::TYPE];
    fn into_params(self) -> Vec<crate::types::Param> {
        vec![
            crate::types::Param::from_value(&self.id),
            crate::types::Param::from_value(&self.name),
            crate::types::Param::from_value(&self.depth),
        ]
    }
}

impl IntoRow<Chain> for Chain {}
impl<A: Fits<i32>, B: Fits<Option<String>>, C: Fits<i32>> IntoRow<Chain> for (A, B, C) {}

pub struct ChainOf<A, B, C> {
    pub id: A,
    pub name: B,
    pub depth: C,
}

impl<A: Selectable, B: Selectable, C: Selectable> Selectable for ChainOf<A, B, C> {
    type Items = ChainOf<A::Items, B::Items, C::Items>;
    type First = <A::First as OrElse>::Or<<B::First as OrElse>::Or<C::First>>;
    fn push_items(self, out: &mut Vec<sql::Item>) {
        self.id.push_items(out);
        self.name.push_items(out);
        self.depth.push_items(out);
    }
}

impl<A, B, C> Shape for ChainOf<A, B, C> {
    type Scope = Closed;
}

impl<F, A, B, C, AtA, AtB, AtC> Item<F, (AtA, AtB, AtC)> for ChainOf<A, B, C>
where
    A: Item<F, AtA>,
    A::Row: Fits<i32>,
    B: Item<F, AtB>,
    B::Row: Fits<Option<String>>,
    C: Item<F, AtC>,
    C::Row: Fits<i32>,
{
    type Row = Chain;
    type Kind = <A::Kind as Kind>::Beside<<B::Kind as Kind>::Beside<C::Kind>>;
}

pub struct ChainColumns<K> {
    pub id: Column<K, i32>,
    pub name: Column<K, Option<String>>,
    pub depth: Column<K, i32>,
}

impl<K: 'static> NamedColumns<K> for Chain {
    type Row = Chain;
    type Columns = ChainColumns<K>;
    const COLUMNS: &'static ChainColumns<K> = &ChainColumns {
        id: Column::new("id", 0),
        name: Column::new("name", 1),
        depth: Column::new("depth", 2),
    };
}

// ---- `table!(chain: Chain)`

#[derive(Clone, Copy, Debug)]
pub struct chain;

impl Tabular for chain {
    type Id = (N<8>, (N<8>, (N<3>, (N<4>, (N<5>, (N<6>, (N<7>, (N<9>, ()))))))));
    type Root = NoTable;
    fn qualifier() -> sql::Qualifier {
        sql::Qualifier::Alias("chain".into())
    }
    fn source() -> Option<sql::From> {
        None
    }
}

impl Key for chain {
    type Row = Chain;
    const NAME: &'static str = "chain";
}

impl Shape for chain {
    type Scope = Closed;
}

impl<F: Reads<chain, At>, At> Item<F, At> for chain {
    type Row = KeyRow<F, chain, At>;
    type Kind = Plain;
}

impl Selectable for chain {
    type Items = chain;
    type First = FirstIs<chain>;
    fn push_items(self, out: &mut Vec<sql::Item>) {
        push_key::<chain>(out);
    }
}

impl Deref for chain {
    type Target = <Chain as NamedColumns<chain>>::Columns;
    fn deref(&self) -> &Self::Target {
        <Chain as NamedColumns<chain>>::COLUMNS
    }
}

impl chain {
    pub fn cte<Q: Statement<At>, At>(self, statement: Q) -> Defined<chain>
    where
        Q::Row: IntoRow<Chain>,
    {
        define_cte::<chain, Q, At>(statement)
    }

    pub fn recursive<Q, At, S, Step, At2>(self, base: Q, step: S) -> Defined<chain>
    where
        Q: Statement<At>,
        Q::Row: IntoRow<Chain>,
        S: FnOnce(Defined<chain>) -> Step,
        Step: Statement<At2>,
        Step::Row: IntoRow<Chain>,
    {
        define_recursive::<chain, Q, At, S, Step, At2>(base, step, true)
    }

    pub fn derived<Q: Statement<At>, At>(self, statement: Q) -> Defined<chain>
    where
        Q::Row: IntoRow<Chain>,
    {
        define_derived::<chain, Q, At>(statement)
    }

    pub fn lateral<Q: Inner<At, Row = R, Uses = Out>, At, R, Out>(self, query: Q) -> Defined<chain, Out>
    where
        R: IntoRow<Chain>,
    {
        define_lateral::<chain, Q, At, R, Out>(query)
    }

    pub fn values(self, rows: impl IntoIterator<Item = Chain>) -> Defined<chain> {
        define_values::<chain>(rows)
    }
}

impl New<Artist> for Artist {
    fn into_new(self) -> NewRow {
        let mut row = NewRow::default();
        row.push(0, crate::types::Param::from_value(&self.artist_id));
        row.push(1, crate::types::Param::from_value(&self.name));
        row
    }
}
