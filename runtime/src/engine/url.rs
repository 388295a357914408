//! Connection strings, as libpq has them.
//!
//! tokio-postgres reads them; here its defaults are ours, and its mistakes are told without the text of the
//! connection string, which contains the password.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::engine::config::Settings;
use crate::engine::security::{Security, extract};
use crate::error::{Error, Result};

/// Reads a connection string. Its `connect_timeout` comes apart, since here it covers more, and so does what
/// tokio-postgres does not know of TLS.
///
/// # Errors
///
/// [`Error::Configuration`] names the option at fault.
pub(crate) fn parse(url: &str) -> Result<(Config, Option<Duration>, Security)> {
    if url.trim().is_empty() {
        let message = "is empty: it names no server; give one like postgres://user@host/database, or set the variable \
                       that it is read from";
        return Err(mistake("url", message));
    }
    if let Some(escape) = broken_escape(url) {
        return Err(mistake("url", format!("`{escape}` is no percent-encoded character")));
    }
    let (url, security) = extract(url)?;
    let mut config: Config = url.parse().map_err(|error| refuse(&error))?;
    let defaults = Settings::default().driver;
    if !url.contains("tcp_user_timeout")
        && let Some(timeout) = defaults.get_tcp_user_timeout()
    {
        config.tcp_user_timeout(*timeout);
    }
    if !url.contains("keepalives_idle") {
        config.keepalives_idle(defaults.get_keepalives_idle());
    }
    if config.get_keepalives_interval().is_none()
        && let Some(interval) = defaults.get_keepalives_interval()
    {
        config.keepalives_interval(interval);
    }
    if config.get_keepalives_retries().is_none()
        && let Some(retries) = defaults.get_keepalives_retries()
    {
        config.keepalives_retries(retries);
    }
    let connect = config.get_connect_timeout().copied();
    Ok((config, connect, security))
}

/// Completes a configuration and checks what tokio-postgres would find out only while connecting.
///
/// # Errors
///
/// [`Error::Configuration`] names the option at fault.
pub(crate) fn check(config: &mut Config) -> Result<()> {
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        config.host("localhost");
    }
    let hosts = config.get_hosts().len();
    let addresses = config.get_hostaddrs().len();
    let ports = config.get_ports().len();
    if hosts > 0 && addresses > 0 && hosts != addresses {
        return Err(mistake("hostaddr", format!("{addresses} addresses are given for {hosts} hosts")));
    }
    if ports > 1 && ports != hosts.max(addresses) {
        return Err(mistake("port", format!("{ports} ports are given for {} hosts", hosts.max(addresses))));
    }
    for host in config.get_hosts() {
        if let Host::Tcp(name) = host
            && (name.is_empty() || name.contains(['@', '\0', ' ']))
        {
            // What stands there may be half a password.
            return Err(mistake(
                "host",
                "is no host name; special characters of a password are percent-encoded",
            ));
        }
    }
    Ok(())
}

fn mistake(option: &str, message: impl Into<String>) -> Error {
    Error::Configuration { option: option.to_owned().into(), message: message.into() }
}

/// tokio-postgres's complaint, without what it quotes.
fn refuse(error: &tokio_postgres::Error) -> Error {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let quoted = cause.split('`').nth(1).filter(|name| is_option_name(name));
    match (cause.starts_with("unknown option"), quoted) {
        (true, Some(option)) => mistake(option, "is not an option of a connection string"),
        (false, Some(option)) if cause.starts_with("invalid value") => {
            mistake(option, "has an invalid value")
        }
        _ => mistake("url", "is not a connection string like postgres://user@host/database"),
    }
}

/// Whether this may be shown: not part of a password that was not quoted.
fn is_option_name(name: &str) -> bool {
    name.len() <= 32
        && name.contains(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The first `%` of a URL that is not followed by two hexadecimal digits.
fn broken_escape(url: &str) -> Option<&str> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return None;
    }
    url.match_indices('%').find_map(|(at, _)| {
        let digits = url.as_bytes().get(at + 1..at + 3);
        let whole = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        (!whole).then_some("%")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(url: &str) -> String {
        parse(url).and_then(|(mut config, ..)| check(&mut config)).unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_option_is_named() {
        assert_eq!(
            complaint("postgres://localhost/?nonsense=1"),
            "`nonsense`: is not an option of a connection string"
        );
        assert_eq!(
            complaint("host=localhost shape=round"),
            "`shape`: is not an option of a connection string"
        );
    }

    #[test]
    fn an_invalid_value_is_told_by_its_option() {
        assert_eq!(complaint("postgres://localhost:99999/"), "`port`: has an invalid value");
        assert_eq!(complaint("host=localhost sslmode=perhaps"), "`sslmode`: has an invalid value");
    }

    #[test]
    fn no_part_of_a_password_gets_into_an_error() {
        for url in [
            "host=localhost password=my hunter2 is long",
            "host=localhost password=my hunter2=",
            "host=localhost password='hunter2",
            "postgres://me:hun@ter2@localhost/x",
            "postgres://me:hunter2%ZZ@localhost/x",
            "postgres://me:hunter2@localhost/x?port=hunter2",
        ] {
            let complaint = complaint(url);
            assert!(!complaint.contains("ter2"), "{complaint}");
        }
    }

    #[test]
    fn every_option_of_the_driver_is_kept() {
        let (config, connect, _) = parse(
            "postgres://me@a,b:5433/x?target_session_attrs=read-write&load_balance_hosts=random\
             &channel_binding=require&connect_timeout=7&keepalives_idle=60&options=-c%20geqo%3Doff",
        )
        .unwrap();
        assert_eq!(config.get_hosts().len(), 2);
        assert_eq!(config.get_ports(), [5432, 5433]);
        assert_eq!(config.get_target_session_attrs(), tokio_postgres::config::TargetSessionAttrs::ReadWrite);
        assert_eq!(config.get_load_balance_hosts(), tokio_postgres::config::LoadBalanceHosts::Random);
        assert_eq!(config.get_channel_binding(), tokio_postgres::config::ChannelBinding::Require);
        assert_eq!(config.get_keepalives_idle(), Duration::from_secs(60));
        assert_eq!(config.get_keepalives_retries(), Some(3));
        assert_eq!(config.get_options(), Some("-c geqo=off"));
        assert_eq!(connect, Some(Duration::from_secs(7)));
    }

    #[test]
    fn an_empty_connection_string_is_no_server_of_this_machine() {
        for url in ["", " "] {
            assert_eq!(
                complaint(url),
                "`url`: is empty: it names no server; give one like postgres://user@host/database, or set the variable \
                 that it is read from"
            );
        }
    }

    #[test]
    fn ports_and_hosts_must_match() {
        assert_eq!(complaint("host=a,b,c port=1,2"), "`port`: 2 ports are given for 3 hosts");
    }
}
