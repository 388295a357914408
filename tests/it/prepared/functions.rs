//! Operators and functions of texts, numbers, times, documents, arrays, ranges and full text search.

use chrono::{NaiveDate, TimeDelta};
use cormorant::functions::array::{
    array_append, array_cat, array_length, array_of, array_position, array_prepend, array_remove,
    array_to_string, cardinality, generate_series, trim_array, unnest,
};
use cormorant::functions::date_time::of_chrono::{
    clock_timestamp, make_date, make_timestamptz, parse_date, to_timestamp,
};
use cormorant::functions::date_time::{
    age_today, date_bin, date_trunc_in, days, generate_series_of, hours, justify_interval, make_interval,
    to_char,
};
use cormorant::functions::json::*;
use cormorant::functions::math::{gcd, ln, modulo, power, round_to, sqrt, trunc, width_bucket};
use cormorant::functions::net::{host, masklen, network};
use cormorant::functions::range::{isempty, range_lower, range_merge, range_of, range_upper};
use cormorant::functions::system::{current_setting, gen_random_uuid, num_nulls, pg_typeof};
use cormorant::functions::text::{
    concat_ws, format, initcap, left, lpad, md5, regexp_match, regexp_replace, regexp_split_to_array, repeat,
    replace, split_part, string_to_array, strpos, substring, trim,
};
use cormorant::functions::text_search::{
    phraseto_tsquery, plainto_tsquery, setweight, to_tsquery, to_tsvector, ts_headline, ts_rank,
    websearch_to_tsquery,
};
use cormorant::prelude::*;
use cormorant::types::{Interval, Range, TsQuery, Weight};
use serde_json::json;

use super::{Corpus, exprs};
use crate::functions::harness::{Settings, Thing};

const WEEK: Interval = Interval::new(0, 7, 0);

pub(super) fn add(corpus: &mut Corpus) {
    exprs! { corpus, "functions of texts":
        lower(Thing::name), upper(Thing::nick), length(Thing::name), initcap(Thing::name), trim(Thing::name),
        substring(Thing::name, 1, 3), strpos(Thing::name, "e"), replace(Thing::name, "n", "N"), left(Thing::name, Thing::id),
        lpad(Thing::name, 10, "*"), repeat("ab", Thing::id), split_part(Thing::name, " ", 2), md5(Thing::name),
        concat((Thing::name, Thing::nick, 5, Thing::price)), concat_ws(", ", (Thing::name, Thing::id)),
        format("%s is %s", (Thing::name, Thing::id)), regexp_replace(Thing::name, "[aeiou]", "*"),
        regexp_match(Thing::name, "(A)(n)"), regexp_split_to_array(Thing::name, " +"), string_to_array(Thing::name, " "),
        Thing::name.concat(" ").concat(Thing::nick),
    }
    exprs! { corpus, "functions of numbers":
        abs(Thing::id), ceil(Thing::price), floor(Thing::double), round(Thing::price), round_to(Thing::price, 1),
        trunc(Thing::double), sqrt(Thing::double), ln(Thing::price), power(Thing::double, 2.0), modulo(Thing::big, 7),
        gcd(Thing::big, 12), width_bucket(Thing::double, 0.0, 10.0, 5),
    }
    times(corpus);
    documents(corpus);
    arrays_and_ranges(corpus);
    exprs! { corpus, "full text search":
        to_tsvector("english", Thing::name).matches(to_tsquery("english", "lee & ann")),
        Thing::vector.matches(plainto_tsquery("english", "quick fox")), Thing::vector.matches(phraseto_tsquery("english", "quick")),
        Thing::vector.matches(websearch_to_tsquery("english", "\"quick fox\" -bear")), Thing::vector.matches(Thing::query),
        Thing::vector.matches(TsQuery::word("fox").and(TsQuery::prefix("qui"))), Thing::vector.concat(to_tsvector("simple", Thing::nick)),
        ts_rank(Thing::vector, Thing::query), ts_headline("english", Thing::name, Thing::query), setweight(Thing::vector, Weight::A),
        Thing::query.and_query(TsQuery::word("x")).or_query(to_tsquery("simple", "y")).not_query(),
    }
    exprs! { corpus, "the system, networks, identifiers":
        gen_random_uuid(), pg_typeof(Thing::doc), current_setting("TimeZone"), num_nulls((Thing::id, Thing::nick)),
        Thing::ip.contained_by(Thing::net), host(Thing::ip), masklen(Thing::net), network(Thing::ip),
    }
}

fn times(corpus: &mut Corpus) {
    exprs! { corpus, "dates, times and intervals":
        date_trunc(Unit::Month, Thing::moment), date_trunc(Unit::Week, Thing::day), date_trunc_in(Unit::Day, Thing::moment, "Asia/Tokyo"),
        extract(Field::YEAR, Thing::day), extract(Field::EPOCH, Thing::moment), extract(Field::HOUR, Thing::clock),
        extract(Field::DAY, Thing::span), date_part(Field::MONTH, Thing::at), age(Thing::at, Thing::at - WEEK), age_today(Thing::moment),
        date_bin(TimeDelta::minutes(15), Thing::moment, to_timestamp(0.0)), to_char(Thing::moment, "YYYY-MM-DD"),
        make_date(2024, 2, 29), make_timestamptz(2024, 2, 29, 8, 15, 23.5), parse_date("29.02.2024", "DD.MM.YYYY"),
        make_interval(1, 2, 3, 4, 5, 6), days(Thing::id) + hours(2), justify_interval(Thing::span), now(), current_date(),
        clock_timestamp() - now(), Thing::day + 7, Thing::day - NaiveDate::default(), Thing::day + Thing::span, Thing::at + WEEK,
        Thing::moment - now(), Thing::moment - TimeDelta::hours(1), Thing::span * 2.0, Thing::span / 2.0, Thing::clock + Thing::lapse,
        Thing::at.at_time_zone("UTC"), Thing::moment.at_time_zone("Asia/Tokyo"),
        generate_series_of(Thing::at, Thing::at + WEEK, Interval::new(0, 1, 0)), Thing::moment.lt(now() - WEEK), Thing::due.between(Thing::day, Thing::day + 30),
    }
}

fn documents(corpus: &mut Corpus) {
    exprs! { corpus, "documents":
        Thing::doc.get("a"), Thing::doc.get("a").get("b").get(0), Thing::doc.get_text("k"), Thing::doc.get_path(["a", "b"]),
        Thing::doc.get_path_text(vec!["a"]), Thing::note.get(Thing::name), Thing::doc.contains(json!({"k": "v"})),
        Thing::doc.contained_by(Thing::doc), Thing::doc.has_key("k"), Thing::doc.has_any_key(["x"]), Thing::doc.has_all_keys(["x", "k"]),
        Thing::doc.concat(json!({"x": 1})), Thing::doc.delete("a"), Thing::doc.delete_path(["a", "b"]), Thing::doc.path_exists("$.a.b[*]"),
        Thing::doc.path_matches("$.k == \"v\""), Thing::settings.contains(cormorant::types::Json(Settings { theme: "dark".into() })),
        Thing::settings.get_text("theme"), jsonb_build_object((("id", Thing::id), ("nick", Thing::nick), ("n", 1))),
        jsonb_build_array((Thing::id, "x")), to_jsonb(Thing::tags), to_jsonb(Thing), jsonb_set(Thing::doc, ["a"], json!(1)),
        jsonb_array_length(Thing::doc.get_path(["a", "b"])), jsonb_typeof(Thing::doc), jsonb_strip_nulls(Thing::doc),
        jsonb_array_elements(Thing::doc.get_path(["a", "b"])), jsonb_object_keys(Thing::doc), jsonb_path_query_first(Thing::doc, "$.a"),
        row_to_json(Thing), to_json(Thing::tags), json_build_object((("id", Thing::id), ("all", json_build_array((Thing::id, "x"))))),
        row_to_json(Thing).cast::<serde_json::Value>().get_text("name"), to_json(Thing::name).cast::<String>(),
    }
}

fn arrays_and_ranges(corpus: &mut Corpus) {
    exprs! { corpus, "arrays":
        Thing::tags.contains(["a"]), Thing::nums.contained_by(vec![1, 2]), Thing::nums.overlaps(Thing::gaps), Thing::nums.concat([9]),
        Thing::nums.at(1), Thing::nums.slice(2..=3), array_of((Thing::name, Thing::nick)), cardinality(Thing::tags),
        array_length(Thing::nums, 1), array_append(Thing::nums, 4), array_prepend(0, Thing::nums), array_cat(Thing::tags, ["c"]),
        array_remove(Thing::tags, "a"), array_position(Thing::tags, "b"), array_to_string(Thing::gaps, "-"), trim_array(Thing::nums, 1),
        unnest(Thing::nums), unnest(Thing::gaps), generate_series(1, Thing::id + 1), Thing::tags.eq(vec!["a".to_owned()]),
    }
    let seats = || Range::from(1..9);
    exprs! { corpus, "ranges":
        Thing::seats.contains(3), Thing::seats.contains(seats()), Thing::seats.overlaps(seats()), Thing::days.contains(Thing::day),
        range_lower(Thing::seats), range_upper(Thing::days), isempty(Thing::seats), range_merge(Thing::seats, seats()),
        range_of(Thing::id, 4, cormorant::functions::range::Bounds::Both), Thing::seats.eq(seats()),
    }
}
