//! Aggregates: distinct, ordered, filtered, ordered sets.

use cormorant::functions::aggregate::*;
use cormorant::functions::json::jsonb_build_object;
use cormorant::functions::range::{range_agg, range_intersect_agg};
use cormorant::prelude::*;
use cormorant_examples::music::{Album, Artist, Track};

use super::{Corpus, exprs, rows};
use crate::functions::harness::Thing;

pub(super) fn add(corpus: &mut Corpus) {
    exprs! { corpus, "aggregates":
        count(Thing::nick), sum(Thing::small), sum(Thing::big), sum(Thing::price), sum(Thing::span), sum(Thing::lapse), avg(Thing::id),
        avg(Thing::double), min(Thing::name), max(Thing::day), max(Thing::tags), min(Thing::moment), bool_and(Thing::active),
        bool_or(Thing::id.gt(1)), every(Thing::maybe), bit_and(Thing::id), stddev(Thing::price), variance(Thing::double),
        corr(Thing::double, Thing::id), regr_slope(Thing::double, Thing::id), range_agg(Thing::seats), range_intersect_agg(Thing::seats),
    }
    exprs! { corpus, "aggregates: distinct, order by, filter":
        count(Thing::nick).distinct(), sum(Thing::id).distinct().filter(Thing::active), count_all().filter(Thing::id.gt(1)).filter(Thing::active),
        string_agg(Thing::name, ", "), string_agg(Thing::name, ", ").order_by((Thing::name.desc(), Thing::id)),
        string_agg(Thing::id.cast::<String>(), "-").filter(Thing::active), array_agg(Thing::id).order_by(Thing::name),
        array_agg(Thing::nick).distinct(), array_agg(Thing::day).filter(Thing::active).order_by(Thing::day.desc().nulls_last()),
        array_agg_nullable(Thing::nick), jsonb_agg(Thing), jsonb_agg(Thing::nick).order_by(Thing::id), jsonb_agg(Thing::id).distinct(),
        jsonb_agg(jsonb_build_object((("id", Thing::id), ("nick", Thing::nick)))).filter(Thing::active),
        jsonb_object_agg(Thing::name, Thing::price), json_agg(Thing::name).order_by(Thing::name.desc()),
        json_agg(Thing).filter(Thing::active), json_object_agg(Thing::name, Thing::id),
        json_agg(Thing::id).cast::<serde_json::Value>().get(0),
        sum(case().when(Thing::active, 1).otherwise(0)), coalesce(sum(Thing::id), 0), (count_all() + 1) * 2,
        sum(Thing::id).cast::<f64>() / count_all().cast::<f64>(),
    }
    exprs! { corpus, "ordered-set aggregates":
        percentile_cont(0.5).within_group(Thing::id), percentile_cont([0.25, 0.75]).within_group(Thing::price),
        percentile_cont(0.5).within_group_desc(Thing::span), percentile_disc(0.5).within_group(Thing::name),
        percentile_disc(vec![0.1, 0.9]).within_group(Thing::day).filter(Thing::active), mode().within_group(Thing::nick),
        rank_of("Bob").within_group(Thing::name), dense_rank_of(0).within_group_desc(Thing::id),
        percent_rank_of(0).within_group(Thing::id), cume_dist_of(5).within_group(Thing::id),
    }
    rows! { corpus, "aggregates in statements":
        select((Artist::name, string_agg(Album::title, ", ").order_by(Album::title), array_agg(Album::album_id)))
            .left_join(Artist::albums).group_by(Artist::name).having(array_agg(Album::title).is_not_null()),
        select((Album::title, jsonb_agg(jsonb_build_object((("name", Track::name), ("ms", Track::milliseconds)))).order_by(Track::track_id)))
            .join(Album::tracks).group_by(Album::album_id),
        select((Track::genre_id, percentile_cont(0.5).within_group(Track::milliseconds))).group_by(Track::genre_id),
        select((count_all(), count(Track::composer), count(Track::composer).distinct(), count_all().filter(Track::unit_price.gt(1)))),
        select((Album::title, json_agg(Track).order_by(Track::name))).join(Album::tracks).group_by(Album::title),
    }
}
