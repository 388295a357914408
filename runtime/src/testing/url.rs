//! Connection strings with another database in them.

/// The connection string with this database, whatever it named before.
///
/// The name is one of ours: letters, digits and underscores.
pub(super) fn with_database(url: &str, database: &str) -> String {
    let Some((scheme, rest)) = split_scheme(url) else {
        // Of two values for a key the last one counts.
        return format!("{url} dbname={database}");
    };
    let (before, query) = split_query(rest);
    let authority = before.split_once('/').map_or(before, |(authority, _)| authority);
    let options: Vec<&str> =
        query.split('&').filter(|option| !option.is_empty() && !is_key(option, "dbname")).collect();
    let query = if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) };
    format!("{scheme}{authority}/{database}{query}")
}

fn split_scheme(url: &str) -> Option<(&str, &str)> {
    ["postgres://", "postgresql://"].iter().find_map(|scheme| Some((*scheme, url.strip_prefix(scheme)?)))
}

fn split_query(rest: &str) -> (&str, &str) {
    rest.split_once('?').unwrap_or((rest, ""))
}

fn is_key(pair: &str, key: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, _)| name == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_is_changed() {
        let changed = |url| with_database(url, "cormorant_test_1");
        assert_eq!(changed("postgres://me:pw@host:5433/app"), "postgres://me:pw@host:5433/cormorant_test_1");
        assert_eq!(changed("postgresql://host"), "postgresql://host/cormorant_test_1");
        assert_eq!(
            changed("postgres://a,b:5433/app?dbname=x&connect_timeout=7"),
            "postgres://a,b:5433/cormorant_test_1?connect_timeout=7"
        );
        assert_eq!(changed("postgresql:///?host=/tmp"), "postgresql:///cormorant_test_1?host=/tmp");
        assert_eq!(changed("host=/tmp dbname=app"), "host=/tmp dbname=app dbname=cormorant_test_1");
    }
}
