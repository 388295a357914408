#!/usr/bin/env bash
# How long `cargo check` takes for a crate of 60 models with 12 columns each, alone and with 200 statements.
#
# Dependencies are built before. Prints seconds: clean, with a file touched, with one statement (or comment) added;
# and the bytes of the code that the derive makes for one model. Targets on 2 cores: 3 s clean and 1.5 s incremental
# for the models, 5 s and 1.5 s with the statements.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
models=${MODELS:-60}
statements=${STATEMENTS:-200}
out=$root/target/compile-time
export CARGO_TARGET_DIR=$out/target
export CARGO_TERM_QUIET=true
# Warnings are for other commands.
export RUSTFLAGS=-Awarnings

mkdir -p "$out/models/src" "$out/statements/src"
# The versions of the workspace, and one more crate.
cp "$root/Cargo.lock" "$out/Cargo.lock"
printf '[workspace]\nresolver = "3"\nmembers = ["models", "statements"]\n' >"$out/Cargo.toml"
for crate in models statements; do
    cat >"$out/$crate/Cargo.toml" <<TOML
[package]
name = "$crate"
version = "0.1.0"
edition = "2024"

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["std"] }
cormorant = { path = "$root/runtime", default-features = false, features = ["chrono", "decimal"] }
rust_decimal = { version = "1", default-features = false, features = ["std"] }
TOML
done

# Each model belongs to the one before, and has the ones after.
model() {
    local n=$1 before=$(((n + models - 1) % models)) after=$((($1 + 1) % models))
    cat <<RUST
/// Number $n.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "thing_$n", has_many(below: Thing$after, inverse = above))]
pub struct Thing$n {
    #[model(primary_key, generated)]
    pub id: i64,
    #[model(unique, length = 80)]
    pub name: String,
    pub note: Option<String>,
    #[model(index)]
    pub amount: i32,
    #[model(precision = 12, scale = 2)]
    pub price: Decimal,
    pub weight: f64,
    #[model(default = true)]
    pub is_active: bool,
    pub tags: Vec<String>,
    #[model(generated, server_default = "now()")]
    pub made_at: DateTime<Utc>,
    pub sold_at: Option<DateTime<Utc>>,
    pub rank: Option<i16>,
    #[model(belongs_to(above: Thing$before, inverse = below))]
    pub above_id: i64,
}

RUST
}

statement() {
    local n=$1 a=Thing$(($1 % models)) b=Thing$((($1 + 1) % models))
    case $((n % 8)) in
        0) echo "pub fn s$n() -> String { select(($a, $b::name)).left_join($a::below).filter($a::amount.gt(5).and($b::name.like(\"a%\"))).order_by($a::id).limit(9).to_sql() }" ;;
        1) echo "pub fn s$n() -> String { select($a).filter(exists(select($b).correlate($a).filter($b::above_id.eq($a::id)))).to_sql() }" ;;
        2) echo "pub fn s$n() -> String { select(($a::name, count($b::id), sum($b::price))).join($a::below).group_by($a::name).having(count($b::id).gt(3)).to_sql() }" ;;
        3) echo "pub fn s$n() -> String { select(($a::id, case().when($a::amount.lt(3), \"few\").when($a::amount.lt(9), \"some\").otherwise(\"many\"))).to_sql() }" ;;
        4) echo "pub fn s$n() -> String { select(($a::id, $a::name)).union(select(($b::id, $b::name))).order_by(position(1)).limit(7).to_sql() }" ;;
        5) echo "pub fn s$n() -> String { select(($a::id, row_number().over(window().partition_by($a::name).order_by($a::made_at.desc())), coalesce($a::note, \"none\"))).to_sql() }" ;;
        6) echo "pub fn s$n() -> String { update($a).set($a::amount, $a::amount + 1).set($a::note, \"x\").filter($a::id.eq(4)).returning($a::amount).to_sql() }" ;;
        7) echo "pub fn s$n() -> String { insert($a).values($a::create().name(\"n\").amount(1).price(Decimal::ONE).weight(1.5).tags(vec![]).above_id(1)).returning($a::id).to_sql() }" ;;
    esac
}

generate() {
    cat <<'RUST'
//! Made by tests/compile_time.sh.
#![allow(missing_docs, dead_code)]

use chrono::{DateTime, Utc};
use cormorant::prelude::*;
use rust_decimal::Decimal;

RUST
    for ((n = 0; n < models; n++)); do model "$n"; done
}

generate >"$out/models/src/lib.rs"
{
    generate
    for ((n = 0; n < statements; n++)); do statement "$n"; done
} >"$out/statements/src/lib.rs"

seconds() {
    local begun=$EPOCHREALTIME
    "$@"
    local ended=$EPOCHREALTIME
    awk -v a="$begun" -v b="$ended" 'BEGIN { printf "%.2f", b - a }'
}

cd "$out"
cargo check --workspace
for crate in models statements; do
    cargo clean -p "$crate" 2>/dev/null
    clean=$(seconds cargo check -p "$crate")
    touch "$crate/src/lib.rs"
    touched=$(seconds cargo check -p "$crate")
    if [ "$crate" = statements ]; then statement 100000 >>"$crate/src/lib.rs"; else echo '// One more line.' >>"$crate/src/lib.rs"; fi
    changed=$(seconds cargo check -p "$crate")
    printf '%-11s clean %6s s   touched %6s s   one line more %6s s\n' "$crate" "$clean" "$touched" "$changed"
done

# The compiler's own option for this is not stable; the figure does not depend on it.
expanded=$(RUSTC_BOOTSTRAP=1 cargo rustc -p models --profile check -- -Zunpretty=expanded 2>/dev/null | wc -c)
printf '%s models, %s statements; the derive writes %s bytes for a model of 12 columns\n' \
    "$models" "$statements" "$((expanded / models))"
