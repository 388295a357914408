//! Who we are, and as whom PostgreSQL runs.
//!
//! Std only and without `crate::` imports: `tests/xtask` compiles this very file, too.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// A user of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// The number of the user that runs this process.
pub(crate) fn own_uid() -> io::Result<u32> {
    if let Ok(us) = fs::metadata("/proc/self") {
        return Ok(us.uid());
    }
    let output = Command::new("id").arg("-u").stderr(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| io::Error::other("`id -u` printed no number"))
}

/// The user as whom PostgreSQL must run: ourselves (`None`), or, as it refuses to run as root, another one.
pub(crate) fn server_account(own_uid: u32) -> io::Result<Option<Account>> {
    if own_uid != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    match ["postgres", "nobody"].iter().find_map(|name| account_of(&users, name)) {
        Some(account) => Ok(Some(account)),
        None => Err(io::Error::other(
            "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor `nobody`",
        )),
    }
}

/// A command that runs as `account`, in no particular folder, without the settings of somebody's `PG*` variables.
pub(crate) fn command(program: &Path, account: Option<&Account>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PG") {
            command.env_remove(name);
        }
    }
    // `LC_ALL`: messages that we can read, and on macOS a postmaster that stays single-threaded.
    command.env("LC_ALL", "C").current_dir("/").stdin(Stdio::null());
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
    command
}

/// The user called `name` in the text of `/etc/passwd`.
fn account_of(users: &str, name: &str) -> Option<Account> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Account { name: name.to_owned(), uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "root:x:0:0:root:/root:/bin/bash\n\
                         postgresql:x:7:7::/:/bin/sh\n\
                         broken\n\
                         postgres:x:101:104:administrator,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let expected = Account { name: "postgres".to_owned(), uid: 101, gid: 104 };
        assert_eq!(account_of(USERS, "postgres"), Some(expected));
        assert_eq!(account_of(USERS, "nobody"), None);
    }

    #[test]
    fn whoever_is_not_root_runs_the_server_themselves() {
        assert_eq!(server_account(1000).expect("no file is read"), None);
    }

    #[test]
    fn the_own_number_is_that_of_the_files_we_make() {
        let path = std::env::temp_dir().join(format!("cormorant-uid-{}", std::process::id()));
        fs::write(&path, "").expect("temporary folder is writable");
        let owner = fs::metadata(&path).expect("just written").uid();
        fs::remove_file(&path).expect("just written");
        assert_eq!(own_uid().expect("a number"), owner);
    }
}
