//! What is selected: models, columns, expressions, tuples, projections, scalar subqueries.

use cormorant::prelude::*;
use cormorant_examples::music::{Album, Artist, Track};
use cormorant_tests::guide::{Post, User};

use super::{Corpus, rows};
use crate::functions::harness::Thing;

#[derive(Projection, Debug)]
#[projection(model = Artist)]
struct ArtistCard {
    artist_id: i32,
    name: Option<String>,
}

#[derive(Projection, Debug)]
struct AlbumCard {
    title: String,
    tracks: i64,
}

#[derive(Projection, Debug)]
struct Shown {
    title: String,
    artist: ArtistCard,
}

#[derive(Projection, Debug)]
struct MaybeShown {
    name: String,
    artist: Option<ArtistCard>,
}

alias!(other: Artist);

pub(super) fn add(corpus: &mut Corpus) {
    rows! { corpus, "select: models":
        select(User), select(Thing), select(Track), select((Artist, Album)).join(Artist::albums),
        select((Artist, other)).join(other.on(other.name.eq(Artist::name))),
    }
    rows! { corpus, "select: columns and expressions":
        select(User::email), select(User::nick), select((User::id, User::nick, User::created_at)),
        select(Track::milliseconds / 1000), select((Track::name, Track::unit_price * 2)),
        select((value(1), value("text"), value(true))), select(null::<String>()),
        select(User::id.eq(1)), select(User::nick.nullable()), select(User::nick.assume_not_null()).filter(User::id.eq(1)),
    }
    rows! { corpus, "select: tuples":
        select((Artist::name,)),
        select((User, Post, Post::title)).join(User::posts),
        select((
            Track::track_id, Track::name, Track::album_id, Track::media_type_id, Track::genre_id, Track::composer,
            Track::milliseconds, Track::bytes, Track::unit_price, value(10), value(11_i64), value(12_i16),
            value("13"), value(14.5), value(false), null::<i32>(),
        )),
        select(((Artist::name, Artist::artist_id), (Album::title, (Album::album_id, value(1))))).join(Artist::albums),
    }
    rows! { corpus, "select: projections":
        select(ArtistCard),
        select((ArtistCard, Album::title)).join(Artist::albums),
        select(AlbumCardOf { title: Album::title, tracks: count(Track::track_id) })
            .left_join(Album::tracks).group_by(Album::title),
        select(ShownOf { title: Album::title, artist: ArtistCard }).join(Album::artist),
        select(ShownOf { title: Album::title, artist: ArtistCardOf { artist_id: value(1), name: Album::title } }),
        select(MaybeShownOf { name: Track::name, artist: optional(ArtistCard) })
            .left_join(Track::album).left_join(Album::artist),
        select((Album::title, optional(Artist))).left_join(Album::artist),
        select((Album::title, optional((Artist::artist_id, Artist::name)))).left_join(Album::artist),
    }
    rows! { corpus, "select: scalar subqueries":
        select(select(max(Track::milliseconds)).scalar()),
        select((Album::title, select(count_all()).from(Track).scalar())),
        select((
            Album::title,
            select(max(Track::milliseconds)).correlate(Album).filter(Track::album_id.eq(Album::album_id)).scalar(),
        )),
        select(coalesce(select(Track::name).filter(Track::track_id.eq(-1)).scalar(), "none")),
        select((User::email, cormorant::query::array(
            select(Post::title).correlate(User).filter(Post::author_id.eq(User::id)).order_by(Post::id),
        ))),
    }
    rows! { corpus, "distinct":
        select(Track::composer).distinct(), select((Album::artist_id, Album::title)).distinct().order_by(Album::title),
        select((Track::genre_id, Track::name)).distinct_on(Track::genre_id).order_by((Track::genre_id, Track::milliseconds.desc())),
        select((Track::genre_id, Track::album_id, Track::name)).distinct_on((Track::genre_id, Track::album_id)),
        select(Track::name).distinct_on(lower(Track::name)).order_by(lower(Track::name)),
    }
    rows! { corpus, "select: without a table":
        select((value(1) + 2, value("a").concat("b"))), select(value(3)).filter(value(1).eq(1)),
        select(count_all()), select(count_all()).from(Track), select(count_all()).from(Track).filter(Track::milliseconds.gt(1)),
    }
}
