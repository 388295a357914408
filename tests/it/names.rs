//! Aliases, projections and tables that statements define: that they compile, and what rows they give.

use cormorant::query::{Statement, select, value};
use cormorant::{Model, Projection, alias, table};

#[derive(Model, Clone, Debug)]
#[model(has_many(albums: Album, inverse = artist))]
struct Artist {
    #[model(primary_key, generated)]
    artist_id: i32,
    name: Option<String>,
}

#[derive(Model, Clone, Debug)]
struct Album {
    #[model(primary_key, generated)]
    album_id: i32,
    title: String,
    #[model(belongs_to(artist: Artist, inverse = albums))]
    artist_id: i32,
}

#[derive(Projection)]
#[projection(model = Artist)]
struct Card {
    artist_id: i32,
    #[projection(column = name)]
    called: Option<String>,
}

#[derive(Projection)]
struct Shown {
    title: String,
    artist: Card,
}

alias!(other: Artist, second: Album);
table!(cards: Card, recent: Album);

/// The row of a statement.
fn rows<Q: Statement<At, Row = R>, R, At>(_: Q) -> Vec<R> {
    Vec::new()
}

#[test]
fn an_alias_is_a_table_of_its_own() {
    let _: Vec<(Artist, Option<Artist>, Option<String>)> = rows(
        select((Artist, other, second.title))
            .left_join(other.on(other.artist_id.gt(Artist::artist_id)))
            .left_join(other.albums.to(second)),
    );
}

#[test]
fn a_projection_takes_columns_of_its_model_or_expressions() {
    let _: Vec<Card> = rows(select(Card));
    let _: Vec<Shown> = rows(select(ShownOf { title: Album::title, artist: Card }).join(Album::artist));
    let _: Vec<Card> = rows(select(CardOf { artist_id: value(1), called: Album::title }));
}

#[test]
fn a_table_has_the_rows_of_a_projection_or_a_model() {
    let few = cards.cte(select((Artist::artist_id, Artist::name)).limit(3));
    let _: Vec<(Album, Card)> =
        rows(select((Album, cards)).join(few.on(cards.artist_id.eq(Album::artist_id))));
    let late = recent.derived(select(Album).limit(3));
    let _: Vec<(Artist, Option<Album>)> =
        rows(select((Artist, recent)).left_join(late.on(recent.artist_id.eq(Artist::artist_id))));
    let listed = cards.values([Card { artist_id: 1, called: None }]);
    let _: Vec<i32> = rows(select(cards.artist_id).from(listed));
}

#[test]
fn names_can_be_made_inside_a_function() {
    alias!(third: Artist);
    let _: Vec<Artist> = rows(select(third).filter(third.name.is_null()));
}
