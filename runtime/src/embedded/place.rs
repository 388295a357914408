//! The folders of a server: where its data, its socket and its lock are.

use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::account::{self, Account};
use crate::error::{Error, Result, TimeoutKind};

/// How long somebody else's start may take.
const LOCK_DEADLINE: Duration = Duration::from_secs(180);

/// Free room that makes a RAM disk worth using. Docker gives 64 MB unless told otherwise.
const ENOUGH_RAM_DISK: u64 = 1 << 30;

/// Folder of all servers of one user. Not `$TMPDIR`: the path of a socket must stay below 103 bytes, and all
/// processes of a user must agree.
pub(super) fn base(own_uid: u32) -> Result<PathBuf> {
    let base = PathBuf::from(format!("/tmp/cormorant-{own_uid}"));
    own_folder(&base, own_uid)?;
    Ok(base)
}

/// A new folder for a socket that only we can reach. Removes those whose makers were killed.
#[cfg(feature = "testing")]
pub(crate) fn socket_folder() -> Result<PathBuf> {
    let own_uid =
        account::own_uid().map_err(|source| Error::Io { doing: "finding the user".to_owned(), source })?;
    let base = base(own_uid)?;
    for entry in fs::read_dir(&base).map_err(|source| reading(&base, source))?.flatten() {
        let maker = entry
            .file_name()
            .to_str()
            .and_then(|name| name.strip_prefix("r-")?.split('.').next()?.parse().ok());
        if maker.is_some_and(|pid| !super::process::exists(pid)) {
            // Somebody else may be removing it as well.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let folder = base.join(format!("r-{}", super::client::Client::new_name()));
    server_folder(&folder, None)?;
    Ok(folder)
}

/// Permissions of folders that hold others: as root, the server runs as another user and must pass through.
pub(super) fn passage(own_uid: u32) -> u32 {
    if own_uid == 0 { 0o711 } else { 0o700 }
}

/// Makes a folder that nobody else can write to, or checks that it is one.
fn own_folder(path: &Path, own_uid: u32) -> Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => return set_mode(path, passage(own_uid)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) => return Err(Error::Io { doing: format!("making folder {}", path.display()), source }),
    }
    let found = fs::symlink_metadata(path).map_err(|source| reading(path, source))?;
    if !found.is_dir() || found.uid() != own_uid {
        return Err(Error::Configuration {
            option: "embedded".into(),
            message: format!(
                "{} is not a folder of the user (uid {own_uid}) that runs this program: remove it",
                path.display()
            ),
        });
    }
    // The starter before us may have been killed between making the folder and opening its passage.
    if found.mode() & 0o777 == passage(own_uid) { Ok(()) } else { set_mode(path, passage(own_uid)) }
}

/// Makes a folder that only the server's user (and root) can enter.
pub(super) fn server_folder(path: &Path, account: Option<&Account>) -> Result<()> {
    let doing = || format!("making folder {}", path.display());
    DirBuilder::new().mode(0o700).create(path).map_err(|source| Error::Io { doing: doing(), source })?;
    match account {
        None => Ok(()),
        Some(account) => chown(path, Some(account.uid), Some(account.gid))
            .map_err(|source| Error::Io { doing: format!("giving {} away", path.display()), source }),
    }
}

/// The user's folder for a durable server.
#[derive(Debug)]
pub(super) struct Home {
    /// Absolute and without links.
    pub(super) path: PathBuf,
    /// Whether the server's user cannot get here by its path.
    pub(super) hidden: bool,
}

/// The user's folder for a durable server, made where it is missing.
pub(super) fn durable_home(dir: &Path, own_uid: u32, account: Option<&Account>) -> Result<Home> {
    if !dir.exists() {
        let made = DirBuilder::new().recursive(true).mode(passage(own_uid)).create(dir);
        made.map_err(|source| Error::Io { doing: format!("making folder {}", dir.display()), source })?;
    }
    let path = fs::canonicalize(dir).map_err(|source| reading(dir, source))?;
    if !path.is_dir() {
        return Err(wrong_dir(&path, "it is not a folder"));
    }
    let hidden = account.is_some_and(|account| !can_enter(&path, account));
    match account {
        Some(account) if hidden && !Path::new("/proc/self/fd").exists() => Err(wrong_dir(
            &path,
            &format!(
                "PostgreSQL refuses to run as root, so the server runs as user `{}`, who cannot enter this folder: \
                 choose one that every user can reach, or run the program as another user",
                account.name
            ),
        )),
        _ => Ok(Home { path, hidden }),
    }
}

/// The way to a folder that was opened for a process, as `launch.sh` passes it on. It leads past all folders above.
pub(super) const OPEN_FOLDER: &str = "/proc/self/fd/3";

fn can_enter(folder: &Path, account: &Account) -> bool {
    let mut cd = account::command(Path::new("/bin/sh"), Some(account));
    cd.args(["-c", r#"cd -- "$1""#, "sh"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    cd.status().is_ok_and(|status| status.success())
}

/// Waits for the lock of a folder, and holds it until the file is closed or the process ends.
///
/// The folder itself is locked, so no lock file is left behind.
pub(super) fn lock(folder: &Path) -> Result<File> {
    let deadline = Instant::now() + LOCK_DEADLINE;
    let handle = File::open(folder).map_err(|source| reading(folder, source))?;
    loop {
        match handle.try_lock() {
            Ok(()) => return Ok(handle),
            Err(TryLockError::Error(source)) => {
                return Err(Error::Io { doing: format!("locking folder {}", folder.display()), source });
            }
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                return Err(Error::Timeout {
                    waited_for: TimeoutKind::Connect,
                    detail: format!("another process starts the server of {}", folder.display()).into(),
                    source: None,
                });
            }
            Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(5)),
        }
    }
}

/// A folder name for a path: short, and the same in every process and version.
pub(super) fn key(prefix: char, path: &Path) -> String {
    format!("{prefix}-{:016x}", fnv(path.as_os_str().as_encoded_bytes()))
}

/// FNV-1a: stable between builds, which the hasher of the standard library does not promise.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Where the data of a throw-away server go: a RAM disk with room, if there is one.
pub(super) fn ram_disk() -> Option<PathBuf> {
    let shm = Path::new("/dev/shm");
    if !shm.is_dir() {
        return None;
    }
    let output = Command::new("df").args(["-Pk", "/dev/shm"]).stderr(Stdio::null()).output().ok()?;
    (free_bytes(&String::from_utf8_lossy(&output.stdout))? >= ENOUGH_RAM_DISK).then(|| shm.to_owned())
}

/// Fourth field of the second line that `df -Pk` prints.
fn free_bytes(df: &str) -> Option<u64> {
    let kilobytes: u64 = df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn set_mode(path: &Path, mode: u32) -> Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|source| Error::Io {
        doing: format!("setting the permissions of {}", path.display()),
        source,
    })
}

fn reading(path: &Path, source: io::Error) -> Error {
    Error::Io { doing: format!("opening folder {}", path.display()), source }
}

pub(super) fn wrong_dir(dir: &Path, message: &str) -> Error {
    Error::Configuration { option: "dir".into(), message: format!("{}: {message}", dir.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        PathBuf::from(format!("/tmp/cormorant-place-{}-{name}", std::process::id()))
    }

    #[test]
    fn keys_are_stable_and_short() {
        assert_eq!(key('d', Path::new("/srv/app")), "d-148a99b954e2c46f");
    }

    #[test]
    fn the_path_of_the_socket_stays_below_103_bytes() {
        let longest = format!("/tmp/cormorant-{}/{}/s/.s.PGSQL.5432", u32::MAX, key('d', Path::new("/")));
        assert!(longest.len() < 103, "{} bytes", longest.len());
    }

    #[test]
    fn free_room_is_read_from_df() {
        let df = "Filesystem     1024-blocks  Used Available Capacity Mounted on\n\
                  tmpfs             25165824     0  25165824       0% /dev/shm\n";
        assert_eq!(free_bytes(df), Some(25_165_824 * 1024));
        assert_eq!(free_bytes("df: no such file"), None);
    }

    #[test]
    fn somebody_elses_folder_is_refused() {
        let path = scratch("file");
        fs::write(&path, "").expect("/tmp is writable");
        let uid = account::own_uid().expect("a number");
        let error = own_folder(&path, uid).expect_err("it is a file");
        fs::remove_file(&path).expect("just written");
        let expected = format!(
            "`embedded`: {} is not a folder of the user (uid {uid}) that runs this program: remove it",
            path.display()
        );
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_lock_is_free_again_when_its_file_is_closed() {
        let path = scratch("lock");
        fs::create_dir(&path).expect("/tmp is writable");
        let first = lock(&path).expect("nobody has it");
        let second = File::open(&path).expect("it exists");
        assert!(matches!(second.try_lock(), Err(TryLockError::WouldBlock)));
        drop(first);
        second.try_lock().expect("it is free");
        fs::remove_dir(&path).expect("it is empty");
    }
}
