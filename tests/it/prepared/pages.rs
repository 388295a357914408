//! ORDER BY, LIMIT, keyset pagination, locks, set operations.

use cormorant::prelude::*;
use cormorant::query::{for_key_share, for_no_key_update, for_share, for_update};
use cormorant_examples::music::{Album, Artist, Customer, Employee, PlaylistTrack, Track};
use cormorant_tests::guide::{Post, Tag, User};

use super::{Corpus, rows};

alias!(writer: User);

pub(super) fn add(corpus: &mut Corpus) {
    rows! { corpus, "order by":
        select(Track::name).order_by(Track::composer.asc().nulls_first()), select(Track::name).order_by(Track::bytes.desc().nulls_last()),
        select(Track::name).order_by((Track::genre_id, Track::name.desc(), lower(Track::name))),
        select(Track::name).order_by(Track::milliseconds * 2 + 1), select(Track::name).order_by(Track::name.collate("C").desc()),
        select((Track::name, Track::bytes)).order_by((position(2).desc(), position(1))),
        select(Track::name).order_by(case().when(Track::composer.is_null(), 1).otherwise(0)),
        select(Track::name).order_by(vec![Track::name.asc().reversed_if(true), lower(Track::name).asc()]),
        select(Track::name).order_by(select(Album::title).correlate(Track).filter(Album::album_id.eq(Track::album_id)).scalar()),
        select((Track::genre_id, count_all())).group_by(Track::genre_id).order_by((count_all().desc(), Track::genre_id.asc().nulls_last())),
    }
    rows! { corpus, "limit and offset":
        select(Track::name).limit(3), select(Track::name).offset(2), select(Track::name).order_by(Track::name).limit(3).offset(2),
    }
    let newest = keyset(Post::views.desc(), Post);
    let named = keyset((Track::composer.asc().nulls_first(), Track::milliseconds.desc()), Track);
    let of_two = keyset(PlaylistTrack::track_id.asc(), PlaylistTrack);
    rows! { corpus, "keyset pagination":
        select(Post).page(&newest, 10), select(Post).page_after(&newest.after(5, 2), 10),
        select(Post).page_after(&newest.resume(&newest.after(5, 2).token()).expect("the token is of this order"), 10),
        select((Post::title, User::email)).join(Post::author).filter(User::is_active).page_after(&newest.after(5, 2), 10),
        select(Track::name).page(&named, 5), select(Track::name).page_after(&named.after((Some("x".to_owned()), 3), 2), 5),
        select(Track::name).page_after(&named.after((None::<String>, 3), 2), 5),
        select(PlaylistTrack).page_after(&of_two.after(3, (1, 3)), 5),
    }
    rows! { corpus, "locks":
        select(Post).lock(for_update()), select(Post).lock(for_no_key_update()), select(Post).lock(for_share()),
        select(Post).lock(for_key_share()), select(Post).lock(for_update().nowait()), select(Post).lock(for_update().skip_locked()),
        select((Post::id, User::id)).join(Post::author).lock_of(for_update(), Post),
        select((Post::id, User::id)).join(Post::author).lock_of(for_update().skip_locked(), Post).lock_of(for_share().nowait(), User),
        select((Post::id, writer.id)).join(Post::author.to(writer)).lock_of(for_key_share(), writer),
        select((Post::id, User::id)).left_join(Post::author).lock_of(for_update(), Post),
        select(Track::name).order_by(Track::name).limit(2).lock_of(for_update(), Track),
    }
    let (emails, words) = (select(User::email), select(Tag::word));
    rows! { corpus, "union, intersect, except":
        emails.clone().union(words.clone()), emails.clone().union_all(words.clone()), emails.clone().intersect(words.clone()),
        emails.clone().intersect_all(words.clone()), emails.clone().except(words.clone()), emails.clone().except_all(words.clone()),
        emails.clone().union(words.clone()).union_all(select(Post::title)).order_by(position(1)).limit(3).offset(1),
        emails.clone().filter(User::is_active).union(words.clone().limit(1)).except(select(Post::title)),
        select(Customer::country).intersect(select(Employee::country)).order_by(position(1).desc()),
        select((User::email, User::nick)).union(select((Tag::word.concat("!"), null::<String>()))),
        select(User::nick).union(select(Tag::word.nullable())),
        select((value(1), Artist::name)).union_all(select((value(2), Album::title.nullable()))),
        select(User).filter(User::id.eq(1)).union(select(User).filter(User::id.eq(2))),
    }
}
