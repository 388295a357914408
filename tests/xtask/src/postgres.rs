//! Where PostgreSQL comes from.

use std::env;
use std::path::{Path, PathBuf};

/// What was found.
pub(crate) enum Postgres {
    /// A server of the user's, named in a variable.
    Server,
    /// Binaries.
    Binaries {
        bin: PathBuf,
        /// Fetched by us: programs outside of `target`, such as doctests, would not find them.
        fetched: bool,
    },
}

impl Postgres {
    /// The folder of the binaries.
    pub(crate) fn bin(&self) -> Option<&Path> {
        match self {
            Postgres::Server => None,
            Postgres::Binaries { bin, .. } => Some(bin),
        }
    }

    /// The folder that programs need to be told.
    pub(crate) fn to_tell(&self) -> Option<&Path> {
        match self {
            Postgres::Binaries { bin, fetched: true } => Some(bin),
            _ => None,
        }
    }
}

/// Finds PostgreSQL or fetches it, and says in one line which was taken.
///
/// `variables` may name a server of the user's, the first that is set.
pub(crate) fn ready(variables: &[&str]) -> Result<Postgres, String> {
    for variable in variables {
        if env::var_os(variable).is_some_and(|url| !url.is_empty()) {
            eprintln!("PostgreSQL: the server of {variable}");
            return Ok(Postgres::Server);
        }
    }
    binaries()
}

#[cfg(unix)]
fn binaries() -> Result<Postgres, String> {
    use crate::account;
    use crate::binaries::{self, Missing};
    use crate::fetch;

    let uid = account::own_uid().map_err(|error| format!("who runs this is unknown: {error}"))?;
    let account = account::server_account(uid).map_err(|error| error.to_string())?;
    let found = match binaries::find(account.as_ref(), None) {
        Ok(found) => found,
        Err(Missing::PgBin { folder, reason }) => {
            return Err(format!("PG_BIN={}: {reason}", folder.display()));
        }
        Err(Missing::Everywhere { refused }) => {
            for (folder, reason) in refused {
                eprintln!("PostgreSQL in {} is of no use: {reason}", folder.display());
            }
            fetch::fetch(account.as_ref())?
        }
    };
    eprintln!("PostgreSQL {}: {}", found.version, found.bin.display());
    let fetched = fetch::is_fetched(&found.bin, account.as_ref());
    Ok(Postgres::Binaries { bin: found.bin, fetched })
}

#[cfg(not(unix))]
fn binaries() -> Result<Postgres, String> {
    Err("a private server needs Unix sockets, which this system lacks: \
         set DATABASE_URL=postgres://user:password@host/database"
        .to_owned())
}
