//! WITH, derived tables, VALUES.

use cormorant::prelude::*;
use cormorant::sql::Materialized;
use cormorant_examples::music::{Album, Artist, Employee, Track};
use cormorant_tests::guide::{Post, Tag, User};

use super::{Corpus, rows};

#[derive(Projection, Clone, Debug)]
struct Total {
    author_id: i64,
    views: i64,
}

#[derive(Projection, Debug)]
struct Link {
    employee_id: i32,
    last_name: String,
    depth: i32,
}

#[derive(Projection, Clone, Debug)]
struct Pair {
    id: i64,
    word: Option<String>,
}

#[derive(Projection, Clone, Debug)]
struct Wide {
    at: chrono::DateTime<chrono::Utc>,
    price: rust_decimal::Decimal,
    tags: Vec<String>,
    doc: serde_json::Value,
    bytes: Option<Vec<u8>>,
    uid: uuid::Uuid,
}

table!(total: Total, more: Total, chain: Link, pair: Pair, wide: Wide, gone: Post, late: Post, best: Album);

pub(super) fn add(corpus: &mut Corpus) {
    let totals =
        || total.cte(select((Post::author_id, coalesce(sum(Post::views), 0))).group_by(Post::author_id));
    rows! { corpus, "with":
        select((User::email, total.views)).join(totals().on(total.author_id.eq(User::id))),
        select((User::email, total.views)).left_join(totals().materialized(Materialized::Materialized).on(total.author_id.eq(User::id))),
        select(total).from(totals().materialized(Materialized::NotMaterialized)), select((total, more)).from(totals())
            .join(more.cte(select(total).from(totals()).filter(total.views.gt(1))).on(more.author_id.eq(total.author_id))),
        select(late).from(late.cte(select(Post).filter(Post::views.gt(1)))),
        select(User::email).filter(User::id.in_(select(total.author_id).from(totals()))),
        select(User::email).filter(exists(select(total.views).from(totals()).correlate(User).filter(total.author_id.eq(User::id)))),
        select(total.views).from(totals()).union(select(total.views).from(totals()).limit(1)),
    }
    rows! { corpus, "with recursive":
        select(chain).from(chain.recursive(
            select((Employee::employee_id, Employee::last_name, value(0))).filter(Employee::reports_to.is_null()),
            |above| select((Employee::employee_id, Employee::last_name, chain.depth + 1))
                .join(above.on(chain.employee_id.eq(Employee::reports_to))))),
        select(chain.last_name).from(chain.recursive_distinct(
            select((Employee::employee_id, Employee::last_name, value(0))),
            |above| select((Employee::employee_id, Employee::last_name, value(1)))
                .join(above.on(chain.employee_id.eq(Employee::reports_to))))),
    }
    rows! { corpus, "derived tables":
        select((User::email, total.views)).join(total.derived(
            select((Post::author_id, coalesce(sum(Post::views), 0))).group_by(Post::author_id)).on(total.author_id.eq(User::id))),
        select((best, Artist::name)).from(best.derived(select(Album).order_by(Album::title).limit(3)))
            .join(Artist.on(Artist::artist_id.eq(best.artist_id))),
        select((best.title, count(Track::track_id))).from(best.derived(select(Album).limit(3)))
            .left_join(Track.on(Track::album_id.eq(best.album_id))).group_by(best.title),
        select(pair.word).from(pair.derived(select((User::id, User::nick)).union(select((Tag::id, Tag::word.nullable()))))),
    }
    let one = || Pair { id: 1, word: None };
    let wide_row = || Wide {
        at: chrono::DateTime::default(),
        price: rust_decimal::Decimal::ONE,
        tags: vec!["a".into()],
        doc: serde_json::json!({"a": [1, null]}),
        bytes: None,
        uid: uuid::Uuid::nil(),
    };
    rows! { corpus, "values as a table":
        select(pair).from(pair.values([one()])), select(pair.word).from(pair.values(vec![one(), one()])),
        select((User::email, pair.word)).join(pair.values([one()]).on(pair.id.eq(User::id))),
        select((User::email, pair.word)).left_join(pair.values(Vec::new()).on(pair.id.eq(User::id))),
        select(User::email).filter(User::id.in_(select(pair.id).from(pair.values([one()])))),
        select(wide).from(wide.values([wide_row(), wide_row()])),
    }
    let post = || Post::create().title("new").author_id(1);
    rows! { corpus, "statements that change data, in with":
        select(gone).from(gone.cte(delete(Post).filter(Post::views.lt(3)).returning(Post))),
        select((gone.title, User::email)).from(gone.cte(update(Post).set(Post::views, 0).filter(Post::id.gt(1)).returning(Post)))
            .join(User.on(User::id.eq(gone.author_id))),
        select(gone.id).from(gone.cte(insert(Post).values(post()).returning(Post))),
        select(gone.title).from(gone.cte(insert(Post).rows([post(), post()]).returning(Post))).filter(gone.views.eq(0)),
        select((count_all(), sum(gone.views))).from(gone.cte(delete(Post).all_rows().returning(Post))),
        select(gone.title).from(gone.derived(delete(Post).filter(Post::id.eq(1)).returning(Post))),
        select(total).from(total.cte(insert(Post).values(post()).returning((Post::author_id, Post::id)))),
        insert(Tag).columns(Tag::word).select(
            select(gone.title).from(gone.cte(delete(Post).filter(Post::views.lt(3)).returning(Post)))).returning(Tag),
    }
    corpus.effect(
        "statements that change data, in with",
        update(User)
            .from(gone.cte(delete(Post).filter(Post::views.lt(3)).returning(Post)))
            .set(User::nick, gone.title)
            .filter(User::id.eq(gone.author_id)),
    );
}
