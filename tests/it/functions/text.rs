//! Texts.

use cormorant::Result;
use cormorant::functions::text::*;
use cormorant::query::value;
use cormorant::testing::TestDb;

use super::harness::{SCHEMA, Thing, cases};

#[cormorant::test(schema = SCHEMA)]
async fn functions_of_texts(db: TestDb) -> Result<()> {
    cases! { db;
        lower(Thing::name) => r#"lower("thing"."name")"#, r#""ann lee""#;
        lower(Thing::nick) => r#"lower("thing"."nick")"#, "None";
        upper("ä") => "upper($1)", r#""Ä""#;
        initcap(lower(Thing::name)) => r#"initcap(lower("thing"."name"))"#, r#""Ann Lee""#;
        length(Thing::name) => r#"length("thing"."name")"#, "7";
        octet_length("ä") => "octet_length($1)", "2";
        trim("  x ") => "btrim($1)", r#""x""#;
        ltrim("  x ") => "ltrim($1)", r#""x ""#;
        rtrim("  x ") => "rtrim($1)", r#""  x""#;
        trim_chars("xxayx", "xy") => "btrim($1, $2)", r#""a""#;
        ltrim_chars("xxayx", "x") => "ltrim($1, $2)", r#""ayx""#;
        rtrim_chars("xxayx", "x") => "rtrim($1, $2)", r#""xxay""#;
        substr(Thing::name, 5) => r#"substr("thing"."name", $1)"#, r#""Lee""#;
        substring(Thing::name, 1, 3) => r#"substr("thing"."name", $1, $2)"#, r#""Ann""#;
        strpos(Thing::name, "Lee") => r#"strpos("thing"."name", $1)"#, "5";
        replace(Thing::name, "n", "N") => r#"replace("thing"."name", $1, $2)"#, r#""ANN Lee""#;
        translate(Thing::name, "AL", "al") => r#"translate("thing"."name", $1, $2)"#, r#""ann lee""#;
        split_part(Thing::name, " ", 2) => r#"split_part("thing"."name", $1, $2)"#, r#""Lee""#;
        left(Thing::name, 2) => r#"left("thing"."name", $1)"#, r#""An""#;
        right(Thing::name, -4) => r#"right("thing"."name", $1)"#, r#""Lee""#;
        lpad("7", 3, "0") => "lpad($1, $2, $3)", r#""007""#;
        rpad("7", 3, "-") => "rpad($1, $2, $3)", r#""7--""#;
        repeat("ab", Thing::small.cast::<i32>()) => r#"repeat($1, "thing"."small"::int4)"#, r#""ababab""#;
        reverse(Thing::name) => r#"reverse("thing"."name")"#, r#""eeL nnA""#;
        starts_with(Thing::name, "Ann") => r#"starts_with("thing"."name", $1)"#, "true";
        ascii("a") => "ascii($1)", "97";
        chr(97) => "chr($1)", r#""a""#;
        md5("a") => "md5($1)", r#""0cc175b9c0f1b6a831c399e269772661""#;
        quote_ident("a b") => "quote_ident($1)", r#""\"a b\"""#;
        quote_literal("it's") => "quote_literal($1)", r#""'it''s'""#;
        to_hex(255) => "to_hex($1)", r#""ff""#;
        encode(Thing::bytes, "hex") => r#"encode("thing"."bytes", $1)"#, r#""0102ff""#;
        decode("AQI=", "base64") => "decode($1, $2)", "[1, 2]";
        sha256(Vec::from(*b"")) => "sha256($1)", "[227, 176, 196, 66, 152, 252, 28, 20, 154, 251, 244, 200, 153, 111, 185, 36, 39, 174, 65, 228, 100, 155, 147, 76, 164, 149, 153, 27, 120, 82, 184, 85]";
        bytes_length(Thing::bytes) => r#"length("thing"."bytes")"#, "3";
        concat((Thing::name, Thing::nick, "-", Thing::id, 5)) => r#"concat("thing"."name", "thing"."nick", $1, "thing"."id", $2)"#, r#""Ann Lee-15""#;
        concat_ws(", ", (Thing::name, Thing::nick, "x")) => r#"concat_ws($1, "thing"."name", "thing"."nick", $2)"#, r#""Ann Lee, x""#;
        concat_ws(Thing::nick, (Thing::name, "x")) => r#"concat_ws("thing"."nick", "thing"."name", $1)"#, "None";
        format("%s is %s, %L", (Thing::name, Thing::id, Thing::nick)) => r#"format($1, "thing"."name", "thing"."id", "thing"."nick")"#, r#""Ann Lee is 1, NULL""#;
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn regular_expressions(db: TestDb) -> Result<()> {
    cases! { db;
        regexp_replace(Thing::name, "[aeiou]", "*") => r#"regexp_replace("thing"."name", $1, $2)"#, r#""Ann L*e""#;
        regexp_replace_flags(Thing::name, "[ae]", "*", "gi") => r#"regexp_replace("thing"."name", $1, $2, $3)"#, r#""*nn L**""#;
        regexp_match(Thing::name, "(A)(x)?") => r#"regexp_match("thing"."name", $1)"#, r#"Some([Some("A"), None])"#;
        regexp_match(Thing::name, "z") => r#"regexp_match("thing"."name", $1)"#, "None";
        regexp_match_flags(Thing::name, "a", "i") => r#"regexp_match("thing"."name", $1, $2)"#, r#"Some([Some("A")])"#;
        regexp_matches(Thing::name, "Le", "g") => r#"regexp_matches("thing"."name", $1, $2)"#, r#"[Some("Le")]"#;
        substring_matching(Thing::name, "L.*") => r#"substring("thing"."name", $1)"#, r#"Some("Lee")"#;
        regexp_count(Thing::name, "e") => r#"regexp_count("thing"."name", $1)"#, "2";
        regexp_like(Thing::name, "ANN", "i") => r#"regexp_like("thing"."name", $1, $2)"#, "true";
        regexp_instr(Thing::name, "e") => r#"regexp_instr("thing"."name", $1)"#, "6";
        regexp_substr(Thing::name, "z") => r#"regexp_substr("thing"."name", $1)"#, "None";
        regexp_split_to_array("a1b22c", "[0-9]+") => "regexp_split_to_array($1, $2)", r#"["a", "b", "c"]"#;
        regexp_split_to_table("a1b", "[0-9]") => "regexp_split_to_table($1, $2)", r#""a", "b""#;
        string_to_array("a,b", ",") => "string_to_array($1, $2)", r#"["a", "b"]"#;
        string_to_array_null("a,-,b", ",", "-") => "string_to_array($1, $2, $3)", r#"[Some("a"), None, Some("b")]"#;
        string_to_table("a,b", ",") => "string_to_table($1, $2)", r#""a", "b""#;
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn operators_of_texts(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::name.like("Ann%") => r#""thing"."name" LIKE $1"#, "true";
        Thing::name.not_like("Ann%") => r#""thing"."name" NOT LIKE $1"#, "false";
        Thing::name.ilike("ann%") => r#""thing"."name" ILIKE $1"#, "true";
        Thing::nick.not_ilike("ann%") => r#""thing"."nick" NOT ILIKE $1"#, "None";
        Thing::name.like_escape("100!%", '!') => r#""thing"."name" LIKE $1 ESCAPE '!'"#, "false";
        Thing::name.not_like_escape("100!%", '!') => r#""thing"."name" NOT LIKE $1 ESCAPE '!'"#, "true";
        Thing::name.ilike_escape("ANN\\_%", '\\') => r#""thing"."name" ILIKE $1 ESCAPE '\'"#, "false";
        Thing::name.not_ilike_escape("it''s", '\'') => r#""thing"."name" NOT ILIKE $1 ESCAPE ''''"#, "true";
        Thing::name.similar_to("(Ann|Bob)%") => r#""thing"."name" SIMILAR TO $1"#, "true";
        Thing::name.matches("^A") => r#""thing"."name" ~ $1"#, "true";
        Thing::name.imatches("^a") => r#""thing"."name" ~* $1"#, "true";
        Thing::name.not_matches("^A") => r#""thing"."name" !~ $1"#, "false";
        Thing::name.not_imatches("^a") => r#""thing"."name" !~* $1"#, "false";
        Thing::name.starts_with("Ann") => r#""thing"."name" ^@ $1"#, "true";
        Thing::name.ends_with("Lee") => r#"right("thing"."name", length($1)) = $2"#, "true";
        Thing::name.contains("n L") => r#"strpos("thing"."name", $1) > 0"#, "true";
        Thing::name.concat("!").concat(Thing::nick) => r#""thing"."name" || $1 || "thing"."nick""#, "None";
        Thing::name.collate("C").lt("a") => r#""thing"."name" COLLATE "C" < $1"#, "true";
        Thing::name.like_any(["B%", "A%"]) => r#""thing"."name" LIKE ANY($1)"#, "true";
        Thing::name.like_all(["A%", "B%"]) => r#""thing"."name" LIKE ALL($1)"#, "false";
        Thing::name.not_like_all(vec!["B%"]) => r#""thing"."name" NOT LIKE ALL($1)"#, "true";
        Thing::name.ilike_any(Thing::tags) => r#""thing"."name" ILIKE ANY("thing"."tags")"#, "false";
        Thing::name.ilike_all(["a%"]) => r#""thing"."name" ILIKE ALL($1)"#, "true";
        Thing::name.not_ilike_all(["a%"]) => r#""thing"."name" NOT ILIKE ALL($1)"#, "false";
        Thing::name.matches_any(["^B", "e$"]) => r#""thing"."name" ~ ANY($1)"#, "true";
        value("x").concat("y").eq("xy") => "$1::text || $2 = $3", "true";
    }
}
