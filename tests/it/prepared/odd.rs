//! Odd and plausible: sets in sets, locks across joins, definitions of one name, lists without values.

use cormorant::functions::aggregate::{grouping, mode};
use cormorant::functions::array::{array_length, array_of, array_of_values, unnest};
use cormorant::functions::window::{ntile, row_number};
use cormorant::prelude::*;
use cormorant::query::{excluded, for_update, merge_into};
use cormorant::types::Range;
use cormorant_examples::music::{Album, Artist, Customer, Employee, Track};
use cormorant_tests::guide::{Post, Tag, User};

use super::Corpus;

#[derive(Model, Clone, Debug)]
#[model(table = "odd")]
pub(super) struct Odd {
    #[model(primary_key, generated = always)]
    id: i32,
    name: String,
    #[model(stored = "lower(name)")]
    small: String,
    #[model(precision = 10, scale = 2)]
    price: Option<rust_decimal::Decimal>,
    words: Vec<String>,
    maybe: Option<Vec<Option<i32>>>,
    span: Option<Range<i32>>,
    doc: Option<serde_json::Value>,
}

#[derive(Projection, Clone, Debug)]
struct Pair {
    id: i64,
    word: Option<String>,
}

#[derive(Projection, Clone, Debug)]
struct Chain {
    employee_id: i32,
    path: String,
}

#[derive(Projection, Clone, Debug)]
struct Price {
    n: i32,
    price: rust_decimal::Decimal,
}

table!(pair: Pair, second: Pair, chain: Chain, price: Price, gone: Post, best: Post, changed: Tag);
alias!(other: User, twin: Tag, older: Post);

fn tag(word: &str) -> impl cormorant::query::New<Tag> {
    Tag::create().word(word)
}

pub(super) fn add(c: &mut Corpus) {
    groups(c);
    locks(c);
    writes(c);
    definitions(c);
    windows(c);
    lists(c);
    rows_of_values(c);
    recursive(c);
    joins(c);
    orders(c);
}

fn groups(c: &mut Corpus) {
    c.rows("window of sum", select(sum(sum(Track::milliseconds)).over(window())));
    c.rows(
        "window of sum beside sum",
        select((max(Track::milliseconds), sum(max(Track::milliseconds)).over(window()))),
    );
    c.rows(
        "distinct on order",
        select((Post::author_id, Post::title)).distinct_on(Post::author_id).order_by(Post::views.desc()),
    );
    c.rows(
        "distinct on order 2",
        select((Post::author_id, Post::title)).order_by(Post::views.desc()).distinct_on(Post::author_id),
    );
    c.rows(
        "distinct on position",
        select((Post::author_id, Post::title)).distinct_on(position(1)).order_by(position(2)),
    );
}

fn locks(c: &mut Corpus) {
    c.rows("lock_of left join", select((User, Post)).left_join(User::posts).lock_of(for_update(), User));
    c.rows("union of locked", select(User::id).lock(for_update()).union(select(Post::id).lock(for_update())));
    c.rows("lock in exists", select(User::id).filter(exists(select(Post::id).lock(for_update()))));
}

fn writes(c: &mut Corpus) {
    c.effect("double set", update(User).set(User::nick, "a").set(User::nick, "b").all_rows());
    c.effect(
        "double set conflict",
        insert(User)
            .values(User::create().email("a"))
            .on_conflict(User::email)
            .do_update()
            .set(User::nick, "a")
            .set_excluded(User::nick)
            .end(),
    );
    c.effect("insert no rows", insert(Tag).rows(Vec::<Tag>::new()));
    c.rows("insert no rows returning", insert(Tag).rows(Vec::<Tag>::new()).returning(Tag));
    c.effect(
        "insert no rows conflict",
        insert(Tag).rows(Vec::<Tag>::new()).on_conflict(Tag::word).do_nothing(),
    );
    c.effect(
        "insert double columns conflict",
        insert(Tag).values(tag("x")).on_conflict((Tag::word, Tag::word)).do_nothing(),
    );
    c.effect("default identity always", update(Odd).set_default(Odd::id).all_rows());
    c.effect("set_default generated", update(Odd).set_default(Odd::small).all_rows());
    let odd = || Odd {
        id: 7,
        name: "A".into(),
        small: "a".into(),
        price: None,
        words: vec![],
        maybe: None,
        span: None,
        doc: None,
    };
    c.effect("insert whole model overriding", insert(Odd).values(odd()).overriding_system_value());
    c.effect(
        "merge double set",
        merge_into(Tag)
            .using(User, User::email.eq(Tag::word))
            .when_matched_update(|row| row.set(Tag::word, "a").set(Tag::word, "b")),
    );
    c.effect("merge twin", merge_into(Tag).using(twin, twin.id.eq(Tag::id)).when_matched_do_nothing());
}

fn definitions(c: &mut Corpus) {
    c.rows(
        "union of two deletes",
        select(value(1_i64))
            .union(delete(Post).all_rows().returning(Post::id))
            .union(delete(Tag).all_rows().returning(Tag::id)),
    );
    c.rows(
        "union of two equal deletes",
        select(value(1_i64))
            .union_all(delete(Tag).filter(Tag::id.eq(1)).returning(Tag::id))
            .union_all(delete(Tag).filter(Tag::id.eq(2)).returning(Tag::id)),
    );
    c.rows(
        "union nested deletes",
        select(value(1_i64))
            .union_all(delete(Tag).filter(Tag::id.eq(1)).returning(Tag::id))
            .union_all(select(value(1_i64)).union_all(delete(Tag).filter(Tag::id.eq(2)).returning(Tag::id))),
    );
    c.rows(
        "two derived deletes",
        select((gone.id, best.id))
            .from(gone.derived(delete(Post).filter(Post::id.eq(1)).returning(Post)))
            .cross_join(best.derived(delete(Post).filter(Post::id.eq(2)).returning(Post))),
    );
    c.rows(
        "changed as a name",
        select(changed.word).from(changed.derived(delete(Tag).all_rows().returning(Tag))),
    );
    c.rows(
        "delete within recursive base",
        select(pair.id).from(
            pair.recursive(delete(Post).all_rows().returning((Post::id, Post::title)), |p| {
                select((pair.id, pair.word)).from(p).filter(pair.id.lt(0))
            }),
        ),
    );
    c.rows(
        "cte named twice",
        select(pair.id)
            .from(pair.cte(select((User::id, User::nick))))
            .filter(pair.id.in_(select(second.id).from(second.cte(select((Tag::id, Tag::word.nullable())))))),
    );
    c.rows(
        "cte same name, two definitions",
        select(pair.id)
            .from(pair.cte(select((User::id, User::nick))))
            .union(select(pair.id).from(pair.cte(select((Tag::id, Tag::word))))),
    );
}

fn windows(c: &mut Corpus) {
    c.rows(
        "scalar outer",
        select((
            User::id,
            select(count(Post::id) + User::id).correlate(User).filter(Post::author_id.eq(User::id)).scalar(),
        )),
    );
    c.rows(
        "percentile filter",
        select(mode().within_group(Track::milliseconds).filter(Track::milliseconds.gt(3))),
    );
    c.rows(
        "agg distinct order by same",
        select(string_agg(Track::name, ", ").distinct().order_by(Track::name)),
    );
    c.rows(
        "array agg distinct order by same",
        select(array_agg(Track::name).distinct().order_by(Track::name)),
    );
    c.rows("grouping plain", select((Track::name, grouping(Track::name))).group_by(Track::name));
    c.rows(
        "named twice",
        select((
            count_all().over(window().partition_by(Track::name).named("w")),
            count_all().over(window().named("w")),
        ))
        .from(Track),
    );
    c.rows(
        "window same name in union",
        select(count_all().over(window().named("w")))
            .from(Track)
            .union(select(count_all().over(window().named("w"))).from(User)),
    );
}

fn lists(c: &mut Corpus) {
    c.rows("empty in", select(User::id).filter(User::id.in_(Vec::<i64>::new())));
    c.rows(
        "empty rows in",
        select(User::id).filter(row((User::id, User::email)).in_(Vec::<(i64, String)>::new())),
    );
    c.rows("rows in", select(User::id).filter(row((User::id, User::email)).in_(vec![(1_i64, "a")])));
    c.rows("unnest where", select(unnest(vec![1, 2])).filter(array_length(vec![1], 1).eq(1)));
    c.rows("unnest in group", select((unnest(Odd::words), count_all())).group_by(unnest(Odd::words)));
    c.rows("unnest in limit", select(User::id).order_by(unnest(vec![1])));
    c.rows("array without NULL", select(array_of_values((Odd::id, coalesce(Odd::id, 1), 3))));
    c.rows("any nullable array", select(Odd::id).filter(Odd::id.eq_any(Odd::maybe)));
    c.rows("overlap", select(Odd::id).filter(Odd::words.overlaps(vec!["a"])));
    c.rows("concat arrays", select(Odd::maybe.concat(vec![1])));
    c.rows("contains null array", select(Odd::maybe.contains(array_of((1, 2)))));
    c.rows("range contains", select(Odd::id).filter(Odd::span.contains(3)));
    c.rows("json min", select(count(Odd::doc).distinct()));
    c.rows("json group", select((Odd::doc, count_all())).group_by(Odd::doc));
    c.rows("json order", select(Odd::doc).order_by(Odd::doc));
    c.rows("row group", select(Odd).group_by(Odd));
    c.rows("cast array", select(Odd::words.cast::<Vec<i32>>()));
    c.rows("cast array text", select(Odd::words.cast::<String>()));
    c.rows("cast json", select(Odd::doc.cast::<i32>()));
    c.rows("cast smallint bool", select(Odd::id.cast::<bool>()));
}

fn rows_of_values(c: &mut Corpus) {
    c.rows("union null", select(null::<String>()).union(select(User::nick)));
    c.rows(
        "union nullable",
        select(User::email.nullable())
            .union(select(User::nick))
            .intersect(select(Tag::word.nullable()))
            .order_by(position(1).desc())
            .limit(1),
    );
    c.rows(
        "values nulls",
        select(pair).from(pair.values([Pair { id: 1, word: None }, Pair { id: 2, word: None }])),
    );
    c.rows("values empty", select(pair).from(pair.values([])));
    c.rows(
        "values subquery",
        select(User::id)
            .filter(exists(select(pair).from(pair.values([])).correlate(User).filter(pair.id.eq(User::id)))),
    );
}

fn recursive(c: &mut Corpus) {
    c.rows(
        "recursive varchar",
        select(chain).from(chain.recursive(select((Employee::employee_id, Employee::last_name)), |above| {
            select((Employee::employee_id, concat((chain.path, Employee::last_name))))
                .join(above.on(chain.employee_id.eq(Employee::reports_to)))
        })),
    );
    c.rows(
        "recursive varchar 2",
        select(chain).from(chain.recursive(
            select((Employee::employee_id, concat((Employee::last_name, "")))),
            |above| {
                select((Employee::employee_id, Employee::last_name))
                    .join(above.on(chain.employee_id.eq(Employee::reports_to)))
            },
        )),
    );
    c.rows(
        "recursive numeric",
        select(price).from(price.recursive(select((Track::track_id, Track::unit_price)), |p| {
            select((price.n + 1, price.price * 2)).from(p).filter(price.n.lt(3))
        })),
    );
    c.rows(
        "recursive ordered",
        select(price).from(price.recursive(select((Track::track_id, Track::unit_price)), |p| {
            select((price.n + 1, price.price)).from(p).filter(price.n.lt(3)).order_by(price.n).limit(2)
        })),
    );
    c.rows(
        "recursive base ordered",
        select(price).from(
            price.recursive(
                select((Track::track_id, Track::unit_price)).order_by(Track::name).limit(2),
                |p| select((price.n + 1, price.price)).from(p).filter(price.n.lt(3)),
            ),
        ),
    );
    c.rows(
        "recursive distinct",
        select(price).from(price.recursive(select((Track::track_id, Track::unit_price)).distinct(), |p| {
            select((price.n + 1, price.price)).from(p).filter(price.n.lt(3)).distinct()
        })),
    );
    c.rows(
        "recursive window",
        select(price).from(price.recursive(select((Track::track_id, Track::unit_price)), |p| {
            select((price.n + row_number().over(window()).cast::<i32>(), price.price))
                .from(p)
                .filter(price.n.lt(3))
        })),
    );
    c.rows(
        "recursive without",
        select(price).from(price.recursive(select((Track::track_id, Track::unit_price)), |_| {
            select((Track::track_id, Track::unit_price)).filter(Track::track_id.lt(0))
        })),
    );
}

fn joins(c: &mut Corpus) {
    c.rows("keyset nullable", {
        let k = keyset(User::nick.desc(), User);
        select(User).page_after(&k.after(None::<String>, 1), 5)
    });
    c.effect(
        "update itself",
        update(Post).from(older).set(Post::views, older.views).filter(older.id.eq(Post::id)),
    );
    c.rows(
        "update from returning",
        update(Post)
            .from(older)
            .set(Post::views, older.views)
            .filter(older.id.eq(Post::id))
            .returning((Post, older.views)),
    );
    c.effect("delete using itself", delete(Post).using(older).filter(older.id.eq(Post::id)));
    c.effect(
        "update other column in cte",
        update(User)
            .from(pair.cte(select((User::id, User::nick))))
            .set(User::nick, pair.word)
            .filter(pair.id.eq(User::id)),
    );
    c.rows(
        "lateral in lateral",
        select(second.id)
            .from(User)
            .join(
                pair.lateral(
                    select((Post::id, Post::title.nullable()))
                        .correlate(User)
                        .filter(Post::author_id.eq(User::id)),
                )
                .on_true(),
            )
            .left_join(
                second
                    .lateral(
                        select((Tag::id, Tag::word.nullable())).correlate(pair).filter(Tag::id.eq(pair.id)),
                    )
                    .on_true(),
            ),
    );
    c.rows(
        "cross lateral",
        select(pair.id)
            .from(User)
            .cross_join(pair.lateral(select((Post::id, Post::title.nullable())).correlate(User))),
    );
    c.rows("ntile of column", select(ntile(Track::milliseconds).over(window())));
    c.rows(
        "rollup coalesce 2",
        select((coalesce(Customer::country, "all"), count_all())).group_by_rollup(Customer::country),
    );
    c.rows(
        "excluded",
        insert(Tag)
            .rows([tag("a"), tag("b")])
            .on_conflict(Tag::word)
            .do_update()
            .set(Tag::word, excluded(Tag::word))
            .filter(exists(select(Post).correlate(Tag).filter(Post::id.eq(Tag::id))))
            .end()
            .returning(Tag),
    );
}

fn orders(c: &mut Corpus) {
    c.rows(
        "agg in case",
        select((case().when(count_all().gt(1), "many").otherwise("few"), Track::genre_id))
            .group_by(Track::genre_id),
    );
    c.rows(
        "order by alias of union",
        select(User::email)
            .union(select(Tag::word))
            .order_by(position(1))
            .limit(3)
            .union_all(select(Tag::word).limit(1)),
    );
    c.rows("order by position with distinct", select(lower(User::email)).distinct().order_by(position(1)));
    c.rows("order by lower distinct", select(lower(User::email)).distinct().order_by(lower(User::email)));
    c.rows("order by param distinct", select(User::id + 1).distinct().order_by(User::id + 1));
    c.rows("group by param", select((User::id + 1, count_all())).group_by(User::id + 1));
    c.rows(
        "case group param",
        select((case().when(User::id.gt(3), "a").otherwise("b"), count_all()))
            .group_by(case().when(User::id.gt(3), "a").otherwise("b")),
    );
    c.rows(
        "join aggregated alias",
        select((Artist::name, Album::title))
            .left_join(Artist::albums)
            .order_by((Artist::name.asc().nulls_first(), Album::title.desc()))
            .limit(2)
            .offset(1),
    );
    c.rows("other", select(other.email).from(other));
}
