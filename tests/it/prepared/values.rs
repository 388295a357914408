//! CASE, COALESCE, casts, arithmetic, functions by name, raw fragments.

use cormorant::prelude::*;
use cormorant::sql_function;
use cormorant_examples::music::Track;
use rust_decimal::Decimal;

use super::{Corpus, exprs, rows};
use crate::functions::harness::Thing;

sql_function! {
    fn array_ndims(list: Vec<String>) -> Option<i32>;
    fn pg_is_in_recovery() -> NotNull<bool>;
    fn sign_of(x: f64) -> f64 = "pg_catalog"."sign";
    fn overlay_with(text: String, part: String, from: i32) -> String = "overlay";
}

pub(super) fn add(corpus: &mut Corpus) {
    exprs! { corpus, "case":
        case().when(Thing::id.gt(5), "big").otherwise("small"), case().when(Thing::id.gt(5), Thing::name).end(),
        case().when(Thing::id.gt(5), 1_i64).when(Thing::maybe, Thing::big).otherwise(3),
        case().when(Thing::active, null::<String>()).otherwise("x"), case().when(Thing::active, Thing::price).otherwise(0),
        case_of(Thing::name).when("a", 1).when("b", 2).otherwise(Thing::id), case_of(Thing::small).when(3, "three").end(),
        case().when(Thing::day.is_null(), Thing::day).otherwise(Thing::day + 1),
        coalesce(case().when(Thing::active, Thing::nick).end(), "none").concat("!"),
    }
    exprs! { corpus, "coalesce, nullif, greatest, least":
        coalesce(Thing::nick, "x"), coalesce(Thing::nick, (Thing::name, "x")), coalesce(Thing::due, Thing::day),
        coalesce(Thing::more, vec![1, 2]), coalesce(Thing::note, serde_json::json!({"a": 1})),
        nullif(Thing::id, 1), nullif(Thing::name, ""), greatest(Thing::id, (5, Thing::id + 1)), least(Thing::price, 3),
        greatest(Thing::day, Thing::due),
    }
    exprs! { corpus, "cast":
        Thing::id.cast::<i64>(), Thing::name.cast::<String>(), Thing::id.cast::<String>(), Thing::id.cast::<Decimal>(),
        Thing::price.cast::<f64>(), Thing::doc.cast::<String>(), Thing::at.cast::<chrono::NaiveDate>(),
        Thing::tags.cast::<Vec<String>>(), Thing::nums.cast::<Vec<i64>>(), (Thing::id + 1).cast::<i16>(),
        value("2024-01-01").cast::<chrono::NaiveDate>(), value("{1,2}").cast::<Vec<i32>>(),
        value("7").cast::<i32>() + 1, value("[1,5)").cast::<cormorant::types::Range<i32>>(),
    }
    exprs! { corpus, "arithmetic":
        Thing::id + 1, Thing::big - Thing::id.cast::<i64>(), Thing::big * 2, Thing::big / 7, Thing::small % 2, -Thing::double,
        Thing::price * 2 - 1, Thing::price / Decimal::TEN, Thing::double.pow(2.0), (Thing::id + 1) * (Thing::id - 1),
        Thing::id & 1, Thing::id | 8, Thing::big ^ 1, Thing::id << 2, Thing::big >> 1, Thing::big.bit_not(),
        Thing::single * 2.0, Thing::id.cast::<Decimal>() * Thing::price,
    }
    exprs! { corpus, "functions by name":
        function::<String>("reverse").with((Thing::name,)), function::<i32>("strpos").with((Thing::name, "Lee")),
        function::<String>("concat").with((Thing::name, 1, true, Thing::price)), function::<String>("version").with(()),
        function::<i32>("length").schema("pg_catalog").with((Thing::name,)).assume_not_null(),
        function::<i64>("count").aggregate((Thing::nick,)).distinct(), function::<f64>("stddev").aggregate((Thing::double,)).filter(Thing::active),
        function::<i64>("sum").aggregate((Thing::id,)).over(window().order_by(Thing::id)),
        array_ndims(Thing::tags), pg_is_in_recovery(), sign_of(-2.0), overlay_with(Thing::name, "x", 2),
    }
    exprs! { corpus, "raw fragments":
        raw::<i32>("1 + 1").with(()), raw::<String>("lower({}) || {}").with((Thing::name, "!")),
        raw::<bool>("{} @> '{{1}}'").with((Thing::nums,)), raw::<i32>("{} + {}").with((Thing::id, 1)) * 2,
        raw::<String>("overlay({} placing {} from 2)").with((Thing::name, "x")),
    }
    rows! { corpus, "raw fragments":
        select(Track::name).filter(raw("{} BETWEEN 1 AND {}").with((Track::milliseconds, 3))),
        select(Track::name).order_by(raw::<i32>("length({})").with((Track::name,)).desc()),
        select((raw::<String>("left({}, 1)").with((Track::name,)), count_all())).group_by(raw::<String>("left({}, 1)").with((Track::name,))),
    }
}
