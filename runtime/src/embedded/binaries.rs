//! Finds the binaries of PostgreSQL. Never downloads any.
//!
//! Std only and without `crate::` imports: `tests/xtask` compiles this very file, too, so that both search alike.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::account::{self, Account};

/// The oldest PostgreSQL worth starting: before 13, `DROP DATABASE` knows no `FORCE`.
const OLDEST: u32 = 13;

/// Where `cargo xtask` puts what it fetches as root: a folder that the server's user can enter.
pub(crate) const FETCHED_AS_ROOT: &str = "/opt/cormorant-pg";

/// One folder with `postgres` and `initdb` that run here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Binaries {
    pub(crate) bin: PathBuf,
    pub(crate) major: u32,
    /// As it calls itself: `15.18`, `19beta1`.
    pub(crate) version: String,
}

/// Why no binaries were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// `PG_BIN` names a folder, and they are not there or do not run.
    PgBin { folder: PathBuf, reason: String },
    /// None of the usual places has them.
    Everywhere {
        /// Folders that have them, but where they are of no use, and why.
        refused: Vec<(PathBuf, String)>,
    },
}

/// The first binaries that run as `account`, and are of version `major` where one is asked for.
pub(crate) fn find(account: Option<&Account>, major: Option<u32>) -> Result<Binaries, Missing> {
    if let Some(folder) = env::var_os("PG_BIN").filter(|folder| !folder.is_empty()) {
        let folder = PathBuf::from(folder);
        return match try_folder(&folder, account, major) {
            Some(Ok(found)) => Ok(found),
            Some(Err(reason)) => Err(Missing::PgBin { folder, reason }),
            None => Err(Missing::PgBin { folder, reason: "it has no `postgres` and `initdb`".to_owned() }),
        };
    }
    let mut refused = Vec::new();
    for folder in usual_folders() {
        match try_folder(&folder, account, major) {
            Some(Ok(found)) => return Ok(found),
            Some(Err(reason)) => refused.push((folder, reason)),
            None => {}
        }
    }
    Err(Missing::Everywhere { refused })
}

/// The usual places, best first: PATH, Linux packages, Homebrew, Postgres.app, what `cargo xtask` fetched.
fn usual_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    folders.retain(|folder| folder.is_absolute());
    folders.extend(versions("/usr/lib/postgresql", "", "bin"));
    folders.extend(versions("/usr", "pgsql-", "bin"));
    folders.extend(versions("/usr/libexec", "postgresql", ""));
    for brew in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
        folders.extend(versions(brew, "postgresql@", "bin"));
    }
    folders.extend(versions("/Applications/Postgres.app/Contents/Versions", "", "bin"));
    folders.extend(fetched_folders());
    folders
}

/// `parent/<prefix><version>/<leaf>` for every version there is, newest first.
fn versions(parent: &str, prefix: &str, leaf: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let major = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((major, entry.path().join(leaf)))
        })
        .collect();
    found.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// Where `cargo xtask` puts what it fetches: `pg/bin` in the target folder that this program was built in.
fn fetched_folders() -> Vec<PathBuf> {
    let exe = env::current_exe().unwrap_or_default();
    let mut folders: Vec<PathBuf> = exe
        .ancestors()
        .filter(|folder| folder.join("CACHEDIR.TAG").exists())
        .map(|target| target.join("pg/bin"))
        .collect();
    folders.push(Path::new(FETCHED_AS_ROOT).join("bin"));
    folders
}

/// `None`: there are none; an error: they are there, but of no use.
pub(crate) fn try_folder(
    folder: &Path,
    account: Option<&Account>,
    major: Option<u32>,
) -> Option<Result<Binaries, String>> {
    // Links in PATH lead to the folder with the rest of the installation.
    let folder = fs::canonicalize(folder.join("postgres")).ok()?.parent()?.to_owned();
    if !folder.join("initdb").exists() {
        return None;
    }
    Some(usable(folder, account, major))
}

fn usable(bin: PathBuf, account: Option<&Account>, major: Option<u32>) -> Result<Binaries, String> {
    let text = version_text(&bin.join("postgres"), account)?;
    let Some((found, version)) = parse_version(&text) else {
        return Err(format!("`postgres --version` printed `{}`", text.trim()));
    };
    if found < OLDEST {
        return Err(format!("version {version} is too old, at least {OLDEST} is needed"));
    }
    match major {
        Some(wanted) if wanted != found => Err(format!("it is version {version}, not {wanted}")),
        _ => Ok(Binaries { bin, major: found, version }),
    }
}

fn version_text(postgres: &Path, account: Option<&Account>) -> Result<String, String> {
    let as_whom = account.map(|account| format!(" as user `{}`", account.name)).unwrap_or_default();
    let output = account::command(postgres, account)
        .arg("--version")
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("`postgres` cannot be run{as_whom}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(format!("`postgres --version` failed{as_whom} ({}) {why}", output.status))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is `15` and `15.18`.
fn parse_version(text: &str) -> Option<(u32, String)> {
    let version =
        text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    Some((version[..digits].parse().ok()?, version.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_debian_npm_and_betas_print_them() {
        let read = |text| parse_version(text).map(|(major, version)| format!("{major} {version}"));
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(read(debian).as_deref(), Some("15 15.18"));
        assert_eq!(read("postgres (PostgreSQL) 18.4\n").as_deref(), Some("18 18.4"));
        assert_eq!(read("postgres (PostgreSQL) 19beta1\n").as_deref(), Some("19 19beta1"));
        assert_eq!(read("command not found"), None);
    }

    #[test]
    fn the_newest_version_comes_first() {
        let parent = env::temp_dir().join(format!("cormorant-versions-{}", std::process::id()));
        for name in ["9", "15", "17", "common"] {
            fs::create_dir_all(parent.join(name)).expect("temporary folder is writable");
        }
        let found = versions(parent.to_str().expect("plain name"), "", "bin");
        fs::remove_dir_all(&parent).expect("just made");
        assert_eq!(found, ["17/bin", "15/bin", "9/bin"].map(|leaf| parent.join(leaf)));
    }

    #[test]
    fn a_folder_without_binaries_is_passed_over() {
        assert_eq!(try_folder(&env::temp_dir(), None, None), None);
    }
}
