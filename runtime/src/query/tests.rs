//! Two models written out by hand: the pattern that the derive emits for this layer; and what the types must
//! let through.

#![allow(non_upper_case_globals, non_camel_case_types, missing_docs, dead_code)]

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

impl<K: 'static> NamedColumns<K> for Artist {
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

// ---- what must compile

/// The row of a statement, as the executors see it.
fn row<Q: Statement<At, Row = R>, R, At>(_: Q) -> Vec<R> {
    Vec::new()
}

#[test]
fn rows_follow_items_and_joins() {
    let _: Vec<Artist> = row(select(Artist).filter(Artist::name.eq("x")).filter(Artist::artist_id.gt(3)));
    let _: Vec<(Artist, Option<String>)> = row(select((Artist, Album::title)).left_join(Artist::albums));
    let _: Vec<(Artist, String)> = row(select((Artist, Album::title)).join(Artist::albums));
    let _: Vec<(Option<Artist>, Option<Album>)> =
        row(select((Artist, Album)).full_join(Album.on(Album::artist_id.eq(Artist::artist_id))));
    let _: Vec<(Artist, Option<Artist>)> =
        row(select((Artist, other)).left_join(other.on(other.artist_id.eq(Artist::artist_id))));
    let _: Vec<Option<bool>> = row(select(Artist::name.eq("x")));
    let _: Vec<Album> = row(select(Album)
        .filter(exists(select(Artist).correlate(Album).filter(Artist::artist_id.eq(Album::artist_id)))));
    let _: Vec<Artist> = row(select(Artist).filter(Artist::albums.any(Album::title.eq(Artist::name))));
    let _: Vec<Artist> = row(select(Artist)
        .filter(Artist::artist_id.in_(vec![1, 2]))
        .filter(Artist::artist_id.in_(select(Album::artist_id).filter(Album::title.like("A%")))));
    let _: Vec<(i32, Option<i32>)> = row(select((value(1), select(Album::album_id).scalar())));
    let _: Vec<Artist> =
        row(select(Album).join(Album::artist.to(other)).filter(other.name.is_null()).narrow())
            .into_iter()
            .map(|album: Album| Artist { artist_id: album.artist_id, name: None })
            .collect();
}

#[test]
fn statements_have_names() {
    fn active() -> Select<Artist> {
        select(Artist).filter(Artist::name.is_not_null())
    }
    fn report() -> Select<(Artist, Option<String>)> {
        select((Artist, Album::title)).left_join(Artist::albums).finish()
    }
    fn joined() -> Select<Artist, Joined<Album, Only<Artist>>> {
        active().join(Artist::albums)
    }
    fn recent<It: Shape, F: OpenScope + Reads<Album, At>, At>(s: Select<It, F>) -> Select<It, F> {
        s.filter(Album::album_id.gt(5))
    }
    let _: Vec<Artist> = row(recent(joined()));
    let _: Vec<(Artist, Option<String>)> = row(report().limit(3));
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
    type Kind = (A::Kind, (B::Kind, C::Kind));
}

pub struct ChainColumns<K> {
    pub id: Column<K, i32>,
    pub name: Column<K, Option<String>>,
    pub depth: Column<K, i32>,
}

impl<K: 'static> NamedColumns<K> for Chain {
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

    pub fn lateral<It, F, L, At, R, Out>(self, query: Select<It, F, L>) -> Defined<chain, Out>
    where
        It: Shape + Item<F, At, Row = R>,
        R: IntoRow<Chain>,
        F: Outer<Uses = Out>,
    {
        define_lateral::<chain, It, F, L, At, R, Out>(query)
    }

    pub fn values(self, rows: impl IntoIterator<Item = Chain>) -> Defined<chain> {
        define_values::<chain>(rows)
    }
}

#[test]
fn keys_name_ctes_derived_tables_and_values() {
    let below = chain.recursive(
        select(ChainOf { id: Artist::artist_id, name: Artist::name, depth: value(0) })
            .filter(Artist::artist_id.eq(1)),
        |so_far| {
            select((Artist::artist_id, Artist::name, chain.depth + 1))
                .join(so_far.on(chain.id.eq(Artist::artist_id)))
        },
    );
    let _: Vec<Chain> = row(select(chain).from(below).order_by((chain.depth, chain.id)));

    let sums =
        chain.derived(select((Album::artist_id, Artist::name, Album::album_id)).join(Album::artist).limit(3));
    let _: Vec<(Artist, Option<Chain>)> =
        row(select((Artist, chain)).left_join(sums.on(chain.id.eq(Artist::artist_id))));

    let last = chain.lateral(
        select((Album::album_id, Album::title, value(1)))
            .correlate(Artist)
            .filter(Album::artist_id.eq(Artist::artist_id))
            .limit(1),
    );
    let _: Vec<(Artist, i32)> = row(select((Artist, chain.id)).join(last.on_true()));

    let rows = chain.values([Chain { id: 1, name: None, depth: 2 }]);
    let change = update(Artist)
        .from(rows)
        .set(Artist::name, chain.name)
        .filter(Artist::artist_id.eq(chain.id))
        .returning((Artist::artist_id, chain.depth));
    let _: Vec<(i32, i32)> = row(change);
}

#[test]
fn set_operations_give_finished_rows() {
    let both: Select<(i32, Option<String>)> =
        select((Artist::artist_id, Artist::name)).union(select((Album::album_id, Album::title.nullable())));
    let _: Vec<(i32, Option<String>)> = row(both.order_by(position(2).desc()).limit(8));
}

impl New<Artist> for Artist {
    fn into_new(self) -> NewRow {
        let mut row = NewRow::default();
        row.push(0, crate::types::Param::from_value(&self.artist_id));
        row.push(1, crate::types::Param::from_value(&self.name));
        row
    }
}

#[test]
fn writing_is_typed() {
    fn runs<E: Executable>(_: E) {}
    let artist = Artist { artist_id: 1, name: None };
    runs(insert(Artist).values(artist.clone()));
    let upsert = insert(Artist)
        .rows(vec![artist.clone(), artist])
        .on_conflict(Artist::artist_id)
        .do_update()
        .set(Artist::name, excluded(Artist::name))
        .filter(Artist::name.is_null())
        .end();
    let _: Vec<(i32, bool)> = row(upsert.returning((Artist::artist_id, was_inserted::<Artist>())));
    runs(
        insert(Artist)
            .columns((Artist::artist_id, Artist::name))
            .select(select((Album::album_id, Album::title))),
    );
    runs(
        update(Artist).set(Artist::name, Some("x")).set(Artist::artist_id, Artist::artist_id + 1).all_rows(),
    );
    runs(update(Artist).set(Artist::name, "x").set_null(Artist::name).filter(Artist::artist_id.eq(3)));
    runs(delete(Artist).using(Album).filter(Album::artist_id.eq(Artist::artist_id)));
    runs(
        merge_into(Artist)
            .using(Album, Album::artist_id.eq(Artist::artist_id))
            .when_matched_update(|m| m.set(Artist::name, Album::title))
            .when_not_matched_insert(|m| m.set(Artist::artist_id, Album::artist_id)),
    );
}

#[test]
fn pages_need_a_key_and_take_its_values() {
    let order = keyset((Album::title.desc(), Album::artist_id.desc()), Album);
    let first = select(Album).page(&order, 20);
    let next = select(Album).page_after(&order.after(("x".to_owned(), 3), 7), 20);
    assert_eq!(first.as_sql().order_by, next.as_sql().order_by);
    assert_eq!(first.as_sql().order_by.len(), 3);
    let place = order.after(("x".to_owned(), 3), 7);
    let again = order.resume(&place.token()).expect("a token of the same order");
    assert_eq!(again.token(), place.token());
    let other_order = keyset((Album::title.asc(), Album::artist_id.desc()), Album);
    assert!(other_order.resume(&place.token()).is_err());
    assert!(order.resume("zz").is_err());
}

#[test]
fn loaders_start_at_a_selected_entity() {
    let with_albums = select(Artist).load(Artist::albums.selectin().then(Album::artist.joined()));
    let _: Vec<Artist> = row(with_albums);
    let pairs = select((Artist, Album))
        .join(Artist::albums)
        .load(Album::artist.selectin().filter(Artist::name.is_not_null()).limit(3))
        .load(Artist::albums.raise());
    let _: Vec<(Artist, Album)> = row(pairs);
    let _: Vec<(Artist, Artist)> =
        row(select((Artist, other)).cross_join(other).load(other.albums.selectin().order_by(Album::title)));
}
