//! INSERT, UPDATE, DELETE, MERGE.

use cormorant::prelude::*;
use cormorant::query::{excluded, merge_into, was_inserted};
use cormorant_examples::music::{Album, Artist, Genre, Track};
use cormorant_tests::guide::{Post, Tag, User};

use super::{Corpus, rows};

#[derive(Projection, Clone, Debug)]
struct Fresh {
    id: i64,
    views: i32,
    title: Option<String>,
}

table!(fresh: Fresh, source: Tag);
alias!(other: User);

fn ann() -> impl cormorant::query::New<User> {
    User::create().email("x@example.com")
}

pub(super) fn add(corpus: &mut Corpus) {
    inserts(corpus);
    conflicts(corpus);
    updates(corpus);
    deletes(corpus);
    merges(corpus);
}

fn inserts(corpus: &mut Corpus) {
    corpus.effect("insert one", insert(User).values(ann()));
    corpus.effect("insert one", insert(User).values(User::create().email("y").nick("n").is_active(false)));
    corpus.effect("insert one", insert(Genre).values(Genre { genre_id: 99, name: None }));
    corpus.effect("insert one", insert(Post).values(Post::create().title("t").author_id(1)));
    let forced = insert(User).values(User::create().id(99).email("z")).overriding_system_value();
    corpus.effect("insert one", forced);
    corpus.effect("insert many", insert(Tag).rows(["a", "b", "c"].map(|word| Tag::create().word(word))));
    corpus.effect("insert many", insert(Genre).rows((90..95).map(|genre_id| Genre { genre_id, name: None })));
    corpus.effect("insert from select", insert(Tag).columns(Tag::word).select(select(User::email)));
    corpus.effect(
        "insert from select",
        insert(Post)
            .columns((Post::title, Post::author_id, Post::views))
            .select(select((User::email, User::id, value(1))).join(User::posts).distinct()),
    );
    corpus.effect(
        "insert from select",
        insert(Tag)
            .columns(Tag::word)
            .select(select(User::email).union(select(Post::title)).order_by(position(1))),
    );
    rows! { corpus, "insert returning":
        insert(User).values(ann()).returning(User), insert(User).values(ann()).returning((User::id, lower(User::email))),
        insert(Tag).rows(["a", "b"].map(|word| Tag::create().word(word))).returning(Tag::id),
        insert(Tag).columns(Tag::word).select(select(User::email)).returning((Tag, length(Tag::word))),
        insert(Artist).rows((90..95).map(|artist_id| Artist { artist_id, name: None })).returning(Artist::name),
    }
}

fn conflicts(corpus: &mut Corpus) {
    let red = || insert(Tag).rows([Tag::create().word("red"), Tag::create().word("blue")]);
    corpus.effect("on conflict do nothing", red().on_conflict_do_nothing());
    corpus.effect("on conflict do nothing", red().on_conflict_constraint("tags_word_key").do_nothing());
    corpus.effect("on conflict do nothing", insert(Tag).rows(Vec::<Tag>::new()).on_conflict_do_nothing());
    corpus.effect(
        "on conflict of a partial index",
        red().on_conflict(Tag::word).where_index(Tag::word.ne("")).do_nothing(),
    );
    corpus.effect("on conflict do nothing", red().on_conflict(Tag::word).do_nothing());
    corpus.effect(
        "on conflict do nothing",
        insert(Genre).values(Genre { genre_id: 1, name: None }).on_conflict(Genre::genre_id).do_nothing(),
    );
    let upsert = || {
        insert(User)
            .values(User::create().email("ann@example.com").nick("A"))
            .on_conflict(User::email)
            .do_update()
    };
    corpus.effect("on conflict do update", upsert().set(User::nick, excluded(User::nick)).end());
    corpus.effect("on conflict do update", upsert().set_excluded((User::nick, User::is_active)).end());
    corpus.effect(
        "on conflict do update",
        upsert()
            .set(User::nick, coalesce(excluded(User::nick), User::nick))
            .set(User::is_active, true)
            .filter(User::is_active.eq(excluded(User::is_active)).or(User::nick.is_null()))
            .end(),
    );
    rows! { corpus, "on conflict returning":
        upsert().set_excluded(User::nick).end().returning((User::id, was_inserted::<User>())),
        red().on_conflict(Tag::word).do_update().set(Tag::word, excluded(Tag::word).concat("")).end().returning(Tag),
        red().on_conflict_do_nothing().returning(Tag::id),
        insert(Tag).columns(Tag::word).select(select(User::email)).on_conflict(Tag::word).do_nothing().returning(Tag),
    }
}

fn updates(corpus: &mut Corpus) {
    corpus.effect("update", update(Post).set(Post::views, 3).all_rows());
    corpus.effect(
        "update",
        update(Post)
            .set(Post::views, Post::views * 2 + 1)
            .set(Post::title, upper(Post::title))
            .filter(Post::id.eq(1)),
    );
    corpus.effect("update", update(User).set(User::nick, None::<String>).filter(User::id.eq(1)));
    corpus.effect("update", update(User).set(User::nick, Some("x")).filter(User::id.in_(vec![1, 2])));
    corpus.effect("update", update(User).set_null(User::nick).filter(User::is_active));
    corpus.effect("update", update(User).set_default(User::created_at).all_rows());
    corpus.effect(
        "update",
        update(User)
            .set(User::created_at, now())
            .filter(exists(select(Post).correlate(User).filter(Post::author_id.eq(User::id)))),
    );
    corpus.effect(
        "update",
        update(User)
            .set(
                User::nick,
                select(max(Post::title)).correlate(User).filter(Post::author_id.eq(User::id)).scalar(),
            )
            .all_rows(),
    );
    corpus.effect(
        "update",
        update(Track)
            .set(
                Track::unit_price,
                case().when(Track::milliseconds.gt(1), Track::unit_price * 2).otherwise(1),
            )
            .all_rows(),
    );
    corpus.effect(
        "update from",
        update(Post).from(User).set(Post::title, User::email).filter(User::id.eq(Post::author_id)),
    );
    corpus.effect(
        "update from",
        update(User).from(other).set(User::nick, other.nick).filter(other.id.eq(User::id + 1)),
    );
    corpus.effect(
        "update from",
        update(Post)
            .from(User)
            .from(Tag)
            .set(Post::title, concat((User::email, Tag::word)))
            .filter(User::id.eq(Post::author_id))
            .filter(Tag::id.eq(Post::id)),
    );
    let rows = || {
        fresh.values([
            Fresh { id: 1, views: 10, title: None },
            Fresh { id: 2, views: 20, title: Some("x".into()) },
        ])
    };
    corpus.effect(
        "update with rows",
        update(Post).from(rows()).set(Post::views, fresh.views).filter(Post::id.eq(fresh.id)),
    );
    rows! { corpus, "update returning":
        update(Post).set(Post::views, 1).filter(Post::id.eq(1)).returning(Post),
        update(Post).from(User).set(Post::title, User::email).filter(User::id.eq(Post::author_id)).returning((Post::id, User::email)),
        update(Post).from(rows()).set(Post::title, coalesce(fresh.title, "none")).filter(Post::id.eq(fresh.id)).returning((Post, fresh.views)),
    }
}

fn deletes(corpus: &mut Corpus) {
    let rows = || fresh.values([Fresh { id: 1, views: 10, title: None }]);
    corpus.effect("delete", delete(Post).filter(Post::id.eq(1)));
    corpus.effect("delete", delete(Tag).all_rows());
    corpus.effect(
        "delete",
        delete(Post).filter(Post::author_id.in_(select(User::id).filter(not(User::is_active)))),
    );
    corpus.effect(
        "delete using",
        delete(Post).using(User).filter(User::id.eq(Post::author_id).and(User::is_active)),
    );
    corpus.effect("delete using", delete(Post).using(rows()).filter(Post::id.eq(fresh.id)));
    rows! { corpus, "delete returning":
        delete(Post).filter(Post::views.gt(1)).returning(Post), delete(Tag).all_rows().returning(Tag::word),
        delete(Post).using(User).filter(User::id.eq(Post::author_id)).returning((Post::title, User::email)),
    }
}

fn merges(corpus: &mut Corpus) {
    corpus.effect(
        "merge",
        merge_into(Tag)
            .using(User, User::email.eq(Tag::word))
            .when_matched_delete(User::is_active)
            .when_not_matched_insert(|row| row.set(Tag::word, User::email)),
    );
    corpus.effect(
        "merge",
        merge_into(Tag)
            .using(source.values([Tag { id: 1, word: "red".into() }]), source.word.eq(Tag::word))
            .when_matched_update(|row| row.set(Tag::word, source.word.concat(Tag::word)))
            .when_not_matched_insert(|row| row.set(Tag::word, source.word)),
    );
    corpus.effect(
        "merge",
        merge_into(Post)
            .using(User, User::id.eq(Post::author_id))
            .when_matched_and_update(Post::views.gt(5).and(User::is_active), |row| {
                row.set(Post::views, Post::views + 1)
            })
            .when_matched_do_nothing()
            .when_not_matched_and_insert(User::is_active, |row| {
                row.set(Post::title, User::email).set(Post::author_id, User::id).set(Post::views, 0)
            })
            .when_not_matched_do_nothing(None::<Expr<bool, ()>>),
    );
    corpus.effect(
        "merge",
        merge_into(Album)
            .using(Artist, Artist::artist_id.eq(Album::artist_id).and(Album::title.eq("none")))
            .when_matched_do_nothing(),
    );
}
