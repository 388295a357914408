//! WHERE: comparison, logic, lists, patterns, rows.

use cormorant::prelude::*;
use cormorant::query::Select;
use cormorant_examples::music::{Album, Artist, Invoice, Track};
use cormorant_tests::guide::{Post, User};
use rust_decimal::Decimal;

use super::{Corpus, rows};
use crate::functions::harness::Thing;

fn search(nick: Option<&str>, active: Option<bool>) -> Select<User> {
    select(User)
        .filter_opt(nick.map(|nick| User::nick.eq(nick)))
        .filter(active.map(|active| User::is_active.eq(active)))
}

pub(super) fn add(corpus: &mut Corpus) {
    rows! { corpus, "filter and filter_opt":
        select(User).filter(User::is_active), select(User).filter(User::id.gt(1)).filter(User::id.lt(9)),
        search(None, None), search(Some("ann"), None), search(Some("ann"), Some(true)),
        select(Thing::id).filter(Thing::maybe), select(Thing::id).filter(Some(Thing::active)),
    }
    rows! { corpus, "comparison":
        select(Track::name).filter(Track::milliseconds.ne(5)), select(Track::name).filter(Track::unit_price.ge(1)),
        select(Track::name).filter(Track::unit_price.lt(Decimal::new(99, 2))),
        select(Track::name).filter(Track::bytes.le(Track::milliseconds)),
        select(Track::name).filter(Track::composer.is_distinct_from("x")),
        select(Track::name).filter(Track::composer.is_not_distinct_from(None::<&str>)),
        select(Track::name).filter(Track::composer.is_not_distinct_from(Track::name)),
        select(Track::name).filter(Track::composer.is_null().or(Track::bytes.is_not_null())),
        select(Track::name).filter(Track::milliseconds.between(1, Track::bytes)),
        select(Track::name).filter(Track::milliseconds.not_between(1, 5).or(Track::milliseconds.between_symmetric(9, 1))),
        select(Thing::id).filter(Thing::uid.eq(uuid::Uuid::nil()).or(Thing::bytes.eq(vec![1_u8, 2]))),
        select(Thing::id).filter(Thing::active.is_true().or(Thing::maybe.is_unknown()).or(Thing::maybe.is_not_false())),
    }
    rows! { corpus, "logic":
        select(User::id).filter(not(User::is_active)), select(User::id).filter(!User::id.eq(1)),
        select(User::id).filter(User::id.eq(1).or(User::nick.eq("x")).and(User::is_active)),
        select(User::id).filter(any_of([User::id.eq(1), User::id.eq(2)])),
        select(User::id).filter(all_of([User::id.gt(1), User::id.lt(2)])),
        select(User::id).filter(any_of(Vec::<Predicate<()>>::new())),
        select(User::id).filter(all_of(Vec::<Predicate<()>>::new())),
    }
    rows! { corpus, "lists":
        select(User::id).filter(User::id.in_(vec![1, 2, 3])), select(User::id).filter(User::email.in_(["a", "b"])),
        select(User::id).filter(User::nick.not_in(vec!["x".to_owned()])),
        select(Track::name).filter(Track::unit_price.in_(vec![Decimal::ONE])),
        select(Thing::id).filter(Thing::day.in_(Vec::<chrono::NaiveDate>::new())),
        select(Thing::id).filter(Thing::uid.in_([uuid::Uuid::nil()])),
        select(User::id).filter(User::id.in_(select(Post::author_id).filter(Post::views.gt(3)))),
        select(User::id).filter(User::id.not_in(select(Post::author_id))),
        select(Artist::name).filter(Artist::artist_id.in_(select(Album::artist_id).distinct().limit(3))),
    }
    rows! { corpus, "any and all":
        select(Thing::id).filter(Thing::id.eq_any(Thing::nums)), select(Thing::id).filter(Thing::id.lt_all([5, 6])),
        select(Thing::id).filter(Thing::name.eq_any(Thing::tags).or(Thing::id.ge_any(vec![1]))),
        select(Track::name).filter(Track::milliseconds.ge_all(select(Track::milliseconds).filter(Track::genre_id.eq(1)))),
        select(Thing::id).filter(Thing::name.like_any(["A%", "B%"]).and(Thing::name.not_like_all(["C%"]))),
        select(Thing::id).filter(Thing::name.ilike_any(Thing::tags).or(Thing::name.matches_any(["^A"]))),
    }
    rows! { corpus, "like, ilike, regular expressions":
        select(User::id).filter(User::email.like("%@example.com")), select(User::id).filter(User::nick.not_like("a%")),
        select(User::id).filter(User::email.ilike("%EXAMPLE%").and(User::email.not_ilike("z%"))),
        select(User::id).filter(User::email.like_escape("100!%%", '!').or(User::email.ilike_escape("x\\_", '\\'))),
        select(User::id).filter(User::email.matches("^a.*m$").or(User::nick.imatches("^A"))),
        select(User::id).filter(User::email.not_matches("x").or(User::nick.not_imatches("y"))),
        select(User::id).filter(User::email.starts_with("ann").or(User::email.ends_with(".com"))),
        select(User::id).filter(User::email.contains("@").and(User::email.similar_to("(a|b)%"))),
        select(User::id).filter(User::email.collate("C").lt("b")), select(User::id).filter(User::email.like(User::nick)),
    }
    rows! { corpus, "row comparison":
        select(Track::name).filter(row((Track::milliseconds, Track::track_id)).lt((300_000, 7))),
        select(Track::name).filter(row((Track::name, Track::milliseconds)).eq(("x", Track::bytes))),
        select(Track::name).filter(row((Track::name, Track::composer)).is_distinct_from(("x", "y"))),
        select(Track::name).filter(row((Track::track_id, Track::name)).in_(vec![(1, "x"), (2, "y")])),
        select(Track::name).filter(row((Track::album_id, Track::genre_id)).in_(select((Track::album_id, Track::genre_id)))),
        select(Track::name).filter(row((Track::track_id, Track::name)).not_in(vec![(1, "x")])),
    }
    rows! { corpus, "relationships as conditions":
        select(User::email).filter(User::posts.exists()), select(User::email).filter(not(User::posts.any(Post::views.gt(3)))),
        select(Post::title).filter(Post::author.has(User::is_active)), select(Post::title).filter(Post::author.is(1)),
        select(Track::name).filter(Track::playlists.exists()),
        select(Artist::name).filter(Artist::albums.any(Album::tracks.any(Track::milliseconds.gt(1)))),
        select(Invoice::invoice_id).filter(Invoice::lines.exists()),
    }
}
