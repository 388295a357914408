//! What is particular about one server: its folders, its settings, its end.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::account::{self, Account};
use super::binaries::{self, Binaries, Missing};
use super::place;
use super::server::INSTALL_HINT;
use crate::error::{Error, Result};

/// Everything known of a server before it is looked for or started.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) own_uid: u32,
    /// As whom the server runs, where that is not ourselves.
    pub(super) account: Option<Account>,
    /// The folder with the socket and the lists of users, there while the server runs.
    pub(super) run: PathBuf,
    /// The folder whose lock a starter holds.
    pub(super) lock: PathBuf,
    pub(super) data: PathBuf,
    /// Whether the server's user cannot get to the data by their path.
    pub(super) hidden: bool,
    pub(super) log: PathBuf,
    /// What the watchdog removes at the end: an unfinished folder of data, or data to throw away.
    pub(super) scratch: Option<PathBuf>,
    pub(super) keeping: Keeping,
}

/// What the two kinds of server differ in.
#[derive(Debug)]
pub(super) enum Keeping {
    /// The data stay.
    Durable,
    /// The data go with the server.
    ThrowAway(Binaries),
}

impl Plan {
    /// A server whose data stay in `dir`.
    pub(super) fn durable(dir: &Path) -> Result<Plan> {
        let (own_uid, account) = accounts()?;
        let home = place::durable_home(dir, own_uid, account.as_ref())?;
        let place::Home { path: home, hidden } = home;
        let run = place::base(own_uid)?.join(place::key('d', &home));
        Ok(Plan {
            own_uid,
            account,
            run,
            data: home.join("data"),
            hidden,
            log: home.join("server.log"),
            scratch: Some(home.join("data.new")),
            lock: home,
            keeping: Keeping::Durable,
        })
    }

    /// The server that all tests of this user share, one for each installation of PostgreSQL.
    pub(super) fn throw_away() -> Result<Plan> {
        let (own_uid, account) = accounts()?;
        let binaries =
            binaries::find(account.as_ref(), None).map_err(|missing| no_binaries(&missing, None))?;
        let base = place::base(own_uid)?;
        let key = place::key('t', &binaries.bin);
        let run = base.join(&key);
        let shm = Path::new("/dev/shm");
        // Named even if there is too little room today: an earlier server may have left it.
        let scratch = shm.is_dir().then(|| shm.join(format!("cormorant-{own_uid}-{key}")));
        Ok(Plan {
            own_uid,
            account,
            data: run.join("data"),
            hidden: false,
            log: run.join("log"),
            run,
            lock: base,
            scratch,
            keeping: Keeping::ThrowAway(binaries),
        })
    }

    /// The binaries to start this server with.
    pub(super) fn binaries(&self) -> Result<Binaries> {
        match &self.keeping {
            Keeping::ThrowAway(binaries) => Ok(binaries.clone()),
            Keeping::Durable => {
                let major = self.data_version();
                binaries::find(self.account.as_ref(), major).map_err(|missing| no_binaries(&missing, major))
            }
        }
    }

    /// The version of PostgreSQL that made the data; `None`: there are none yet.
    pub(super) fn data_version(&self) -> Option<u32> {
        fs::read_to_string(self.data.join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// How long the server waits for another user when the last one is gone.
    pub(super) fn linger(&self) -> Duration {
        match self.keeping {
            Keeping::Durable => Duration::from_secs(2),
            // Between two runs of tests nobody uses it for a while, and its start costs a second.
            Keeping::ThrowAway(_) => Duration::from_secs(20),
        }
    }

    /// The signal that asks the server to stop: with a checkpoint, or at once.
    pub(super) fn stop_signal(&self) -> &'static str {
        match self.keeping {
            Keeping::Durable => "INT",
            Keeping::ThrowAway(_) => "QUIT",
        }
    }

    pub(super) fn socket_dir(&self) -> PathBuf {
        self.run.join("s")
    }

    /// Where the server's process leaves its identity.
    pub(super) fn server_identity(&self) -> PathBuf {
        self.socket_dir().join("server")
    }
}

fn accounts() -> Result<(u32, Option<Account>)> {
    let doing = || "finding the user to run PostgreSQL as".to_owned();
    let own_uid = account::own_uid().map_err(|source| Error::Io { doing: doing(), source })?;
    let account = account::server_account(own_uid).map_err(|source| Error::Io { doing: doing(), source })?;
    Ok((own_uid, account))
}

fn no_binaries(missing: &Missing, major: Option<u32>) -> Error {
    match missing {
        Missing::PgBin { folder, reason } => Error::Configuration {
            option: "PG_BIN".into(),
            message: format!("{} is no folder of PostgreSQL binaries to use: {reason}", folder.display()),
        },
        Missing::Everywhere { refused } => {
            let which = match major {
                Some(major) => format!("binaries of PostgreSQL {major}, which made these data,"),
                None => "binaries of PostgreSQL".to_owned(),
            };
            let refused: String = refused
                .iter()
                .map(|(folder, reason)| format!("\n  {}: {reason}", folder.display()))
                .collect();
            Error::Configuration {
                option: "embedded".into(),
                message: format!("no {which} were found on this machine.{refused}\n{INSTALL_HINT}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_binaries_the_error_says_how_to_get_them() {
        let error = no_binaries(&Missing::Everywhere { refused: Vec::new() }, None);
        let expected =
            format!("`embedded`: no binaries of PostgreSQL were found on this machine.\n{INSTALL_HINT}");
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn binaries_of_another_version_are_named_with_the_version_wanted() {
        let refused =
            vec![(PathBuf::from("/usr/lib/postgresql/18/bin"), "it is version 18.4, not 15".to_owned())];
        let error = no_binaries(&Missing::Everywhere { refused }, Some(15));
        let expected = format!(
            "`embedded`: no binaries of PostgreSQL 15, which made these data, were found on this machine.\n  \
             /usr/lib/postgresql/18/bin: it is version 18.4, not 15\n{INSTALL_HINT}"
        );
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_wrong_pg_bin_is_an_error_and_not_passed_over() {
        let missing =
            Missing::PgBin { folder: PathBuf::from("/opt/pg"), reason: "it has no `postgres`".to_owned() };
        let expected = "`PG_BIN`: /opt/pg is no folder of PostgreSQL binaries to use: it has no `postgres`";
        assert_eq!(no_binaries(&missing, None).to_string(), expected);
    }
}
