//! Names of our databases, which tell what each is and when it was made.
//!
//! On a server of the user's, nothing but these names says which databases are ours.

use std::hash::{BuildHasher, Hasher, RandomState};

const DAY: u64 = 86_400;

/// What PostgreSQL keeps of a name.
const LONGEST: usize = 63;

/// The mark of a template that is not complete yet.
const UNFINISHED: &str = "_tmp";

/// A pattern for `LIKE` that all our names match.
pub(super) const PATTERN: &str = r"cormorant\_%";

/// How names of databases begin that last for a day: templates, and what tests with `rollback` share.
const OF_A_DAY: [&str; 2] = ["cormorant_tpl_", "cormorant_shared_"];

/// The template for a schema, anew each day: its name is all that says how old it is.
pub(super) fn template(now: u64, schema: &str) -> String {
    format!("cormorant_tpl_{}_{:016x}", now / DAY, hash(schema))
}

/// The database that all tests with `isolation = "rollback"` and this schema use.
pub(super) fn shared(now: u64, schema: &str) -> String {
    format!("cormorant_shared_{}_{:016x}", now / DAY, hash(schema))
}

/// A template, or a shared database, while it is being made.
pub(super) fn unfinished(name: &str) -> String {
    format!("{name}{UNFINISHED}")
}

/// A name for one run of one test, that no other has.
pub(super) fn database(now: u64, test: &str) -> String {
    // Freshly seeded: neither threads nor processes nor machines that share a server agree on it.
    let unique = RandomState::new().build_hasher().finish();
    let mut name = format!("cormorant_test_{now}_{unique:016x}_");
    let last = test.rsplit("::").next().unwrap_or(test);
    name.extend(
        last.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').map(|c| c.to_ascii_lowercase()),
    );
    name.truncate(LONGEST);
    name
}

/// Whether a database is ours, and too old to be in use.
pub(super) fn is_leftover(name: &str, now: u64) -> bool {
    if let Some(rest) = name.strip_prefix("cormorant_test_") {
        return number(rest).is_some_and(|made| made + DAY < now);
    }
    // A template of yesterday may be in use around midnight.
    let made = OF_A_DAY.iter().find_map(|prefix| number(name.strip_prefix(prefix)?));
    made.is_some_and(|day| day + 1 < now / DAY)
}

/// The number before the next underscore.
fn number(rest: &str) -> Option<u64> {
    rest.split_once('_')?.0.parse().ok()
}

/// FNV-1a: the same in every process and build.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes()
        .chain(env!("CARGO_PKG_VERSION").bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000;

    #[test]
    fn a_template_is_named_for_its_schema_and_its_day() {
        let name = template(NOW, "CREATE TABLE a (b int)");
        assert_eq!(name, template(NOW + 60, "CREATE TABLE a (b int)"));
        assert_ne!(name, template(NOW, "CREATE TABLE a (b text)"));
        assert_ne!(name, template(NOW + DAY, "CREATE TABLE a (b int)"));
    }

    #[test]
    fn two_runs_of_a_test_have_two_databases() {
        let name =
            database(NOW, "it::users::Ünique names__are_kept_apart_even_when_they_are_very_long_indeed");
        assert_ne!(name, database(NOW, "it::users::unique"));
        assert_eq!(name.len(), LONGEST);
        assert!(name.starts_with("cormorant_test_1795000000_"), "{name}");
        assert!(name.ends_with("_niquenames__are_kept"), "{name}");
    }

    #[test]
    fn only_our_own_names_are_leftovers_and_only_after_a_day() {
        assert!(!is_leftover(&database(NOW, "a"), NOW + DAY));
        assert!(is_leftover(&database(NOW, "a"), NOW + DAY + 1));
        assert!(!is_leftover(&template(NOW, ""), NOW + DAY));
        assert!(is_leftover(&template(NOW, ""), NOW + 2 * DAY));
        assert!(is_leftover(&unfinished(&template(NOW, "")), NOW + 2 * DAY));
        assert!(is_leftover(&shared(NOW, ""), NOW + 2 * DAY));
        for name in ["postgres", "cormorant", "cormorant_test", "cormorant_test_app", "cormorant_tpl_blue_1"]
        {
            assert!(!is_leftover(name, NOW), "{name}");
        }
    }
}
