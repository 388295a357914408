//! The configuration of deadpool-postgres, for programs that have one.
//!
//! Its pool is not used: a connection of its own has no room for what must stay with one of ours (see
//! docs/ARCHITECTURE.md). Its own way to a driver's configuration forgets `target_session_attrs`,
//! `channel_binding` and `load_balance_hosts`.

use std::time::Duration;

use deadpool_postgres::{Config, RecyclingMethod, Timeouts};
use tokio_postgres::config as driver;

use crate::engine::config::{Builder, configuration};

/// Sets what a configuration says.
pub(crate) fn apply(mut builder: Builder, config: &Config) -> Builder {
    if let Some(url) = &config.url {
        // As we read one: with our defaults, and with what tokio-postgres does not know of TLS.
        builder = builder.url(url);
    }
    address(&mut builder.settings.driver, config);
    options(&mut builder.settings.driver, config);
    if let Some(timeout) = config.connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    if let Some(pool) = &config.pool {
        builder = builder.pool_size(pool.max_size);
        let Timeouts { wait, create, recycle: _ } = pool.timeouts;
        if let Some(wait) = wait {
            builder = builder.acquire_timeout(wait);
        }
        if let (Some(create), None) = (create, config.connect_timeout) {
            builder = builder.connect_timeout(create);
        }
    }
    match config.get_manager_config().recycling_method {
        RecyclingMethod::Fast => builder,
        RecyclingMethod::Verified | RecyclingMethod::Clean => builder.test_after(Duration::ZERO),
        RecyclingMethod::Custom(_) => {
            let mistake = configuration(
                "manager.recycling_method",
                "SQL of one's own is not run: connections come back as if they were new",
            );
            builder.mistake = builder.mistake.or(Some(mistake));
            builder
        }
    }
}

/// Where to connect to and as whom. Hosts are added to those of the URL, as deadpool-postgres does.
fn address(driver: &mut driver::Config, config: &Config) {
    if let Some(user) = config.user.as_deref().filter(|user| !user.is_empty()) {
        driver.user(user);
    }
    if let Some(password) = &config.password {
        driver.password(password);
    }
    if let Some(name) = config.dbname.as_deref().filter(|name| !name.is_empty()) {
        driver.dbname(name);
    }
    for host in config.host.iter().chain(config.hosts.iter().flatten()) {
        driver.host(host);
    }
    for address in config.hostaddr.iter().chain(config.hostaddrs.iter().flatten()) {
        driver.hostaddr(*address);
    }
    for port in config.port.iter().chain(config.ports.iter().flatten()) {
        driver.port(*port);
    }
}

fn options(driver: &mut driver::Config, config: &Config) {
    if let Some(options) = &config.options {
        driver.options(options);
    }
    if let Some(name) = &config.application_name {
        driver.application_name(name);
    }
    if let Some(keepalives) = config.keepalives {
        driver.keepalives(keepalives);
    }
    if let Some(idle) = config.keepalives_idle {
        driver.keepalives_idle(idle);
    }
    if let Some(mode) = config.ssl_mode {
        driver.ssl_mode(mode.into());
    }
    if let Some(attributes) = config.target_session_attrs {
        driver.target_session_attrs(attributes.into());
    }
    if let Some(binding) = config.channel_binding {
        driver.channel_binding(binding.into());
    }
    if let Some(balance) = config.load_balance_hosts {
        driver.load_balance_hosts(balance.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deadpool_postgres::{
        ChannelBinding, LoadBalanceHosts, ManagerConfig, PoolConfig, TargetSessionAttrs,
    };

    #[test]
    fn no_option_of_a_deadpool_configuration_is_lost() {
        let mut config = Config::new();
        config.url = Some("postgres://me:secret@a:1/x?sslmode=disable".to_owned());
        config.hosts = Some(vec!["b".to_owned()]);
        config.ports = Some(vec![2]);
        config.dbname = Some("y".to_owned());
        config.target_session_attrs = Some(TargetSessionAttrs::ReadWrite);
        config.channel_binding = Some(ChannelBinding::Require);
        config.load_balance_hosts = Some(LoadBalanceHosts::Random);
        config.manager = Some(ManagerConfig { recycling_method: RecyclingMethod::Verified });
        let mut pool = PoolConfig::new(3);
        pool.timeouts.wait = Some(Duration::from_secs(7));
        pool.timeouts.create = Some(Duration::from_secs(8));
        config.pool = Some(pool);
        let builder = apply(Builder::new(), &config);
        let settings = &builder.settings;
        let waits = (settings.acquire, settings.connect, settings.test_after);
        assert_eq!(waits, (Duration::from_secs(7), Duration::from_secs(8), Duration::ZERO));
        assert_eq!(settings.pool_size, 3);
        let driver = &settings.driver;
        let host = |name: &str| driver::Host::Tcp(name.to_owned());
        assert_eq!(driver.get_hosts(), [host("a"), host("b")]);
        assert_eq!((driver.get_ports(), driver.get_dbname()), (&[1, 2][..], Some("y")));
        assert_eq!(driver.get_target_session_attrs(), driver::TargetSessionAttrs::ReadWrite);
        assert_eq!(driver.get_channel_binding(), driver::ChannelBinding::Require);
        assert_eq!(driver.get_load_balance_hosts(), driver::LoadBalanceHosts::Random);
        assert_eq!(driver.get_ssl_mode(), driver::SslMode::Disable);
        assert!(!format!("{builder:?}").contains("secret"));
        builder.build().expect("nothing contradicts");
    }

    #[test]
    fn recycling_by_sql_of_ones_own_is_refused() {
        let mut config = Config::new();
        config.manager =
            Some(ManagerConfig { recycling_method: RecyclingMethod::Custom("SELECT 1".to_owned()) });
        let mistake = apply(Builder::new(), &config).build().unwrap_err();
        assert_eq!(
            mistake.to_string(),
            "`manager.recycling_method`: SQL of one's own is not run: connections come back as if they were new"
        );
    }
}
