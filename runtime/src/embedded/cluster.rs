//! Makes a folder of data and runs the server on it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::account;
use super::binaries::Binaries;
use super::place;
use super::plan::{Keeping, Plan};
use super::process::{self, Identity};
use super::server::{PORT, USER};
use super::stale;
use crate::error::{Error, Result, TimeoutKind};

const LAUNCH: &str = include_str!("launch.sh");

/// Recovery after a crash may have much to redo.
const READY_DEADLINE: Duration = Duration::from_secs(300);

/// How many lines of the log an error shows.
const LOG_LINES: usize = 15;

const ALWAYS: &[&str] = &["listen_addresses=", "unix_socket_permissions=0700", "logging_collector=off"];

/// What a server can do without whose data nobody needs after a crash.
const THROW_AWAY: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    // Kept with the data: Docker gives /dev/shm too little room for parallel queries.
    "dynamic_shared_memory_type=mmap",
    "wal_level=minimal",
    "max_wal_senders=0",
    "checkpoint_timeout=1h",
    // Its workers open databases, and a database in use is no template.
    "autovacuum=off",
    "jit=off",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// Starts the server, on new data where there are none, and returns when it accepts connections.
pub(super) fn start(plan: &Plan, binaries: &Binaries) -> Result<()> {
    place::server_folder(&plan.socket_dir(), plan.account.as_ref())?;
    open_log(plan, true)?;
    if plan.data_version().is_none() {
        make_data(plan, binaries)?;
    }
    stale::forget_dead_server(&plan.data);
    let mut command = launch(plan, &plan.server_identity(), Then::Leave, &plan.data)?;
    command.arg(binaries.bin.join("postgres")).arg("-D").arg(as_seen(plan, &plan.data));
    command.arg("-k").arg(plan.socket_dir()).args(["-p", PORT]);
    let settings = match plan.keeping {
        Keeping::Durable => &[],
        Keeping::ThrowAway(_) => THROW_AWAY,
    };
    for setting in ALWAYS.iter().chain(settings) {
        command.args(["-c", setting]);
    }
    let doing = format!("starting PostgreSQL {} ({})", binaries.version, binaries.bin.display());
    let status = process::run(&mut command, &doing)?;
    if !status.success() {
        return Err(failed(plan, doing, Some(status)));
    }
    await_ready(plan, &doing)
}

fn make_data(plan: &Plan, binaries: &Binaries) -> Result<()> {
    match plan.keeping {
        Keeping::Durable => {
            // Whose files they are is not known: they stay, and no server begins among them.
            if fs::read_dir(&plan.data).is_ok_and(|mut files| files.next().is_some()) {
                let message = "it holds no data of PostgreSQL: give the server a folder of its own";
                return Err(place::wrong_dir(&plan.data, message));
            }
            // Made under another name, so that a folder called `data` is always complete.
            let unfinished = plan.data.with_extension("new");
            initdb(plan, binaries, &unfinished, &[])?;
            fs::rename(&unfinished, &plan.data).and_then(|()| File::open(&plan.lock)?.sync_all()).map_err(
                |source| Error::Io { doing: format!("moving {} into place", unfinished.display()), source },
            )
        }
        Keeping::ThrowAway(_) => {
            let options = ["--no-sync", "--wal-segsize=1"];
            let Some(ram_disk) = ram_disk_folder(plan) else {
                return initdb(plan, binaries, &plan.data, &options);
            };
            initdb(plan, binaries, &ram_disk, &options)?;
            symlink(&ram_disk, &plan.data)
                .map_err(|source| Error::Io { doing: format!("linking {}", plan.data.display()), source })
        }
    }
}

/// A folder for throw-away data on a RAM disk with room; none where somebody else has taken its name.
fn ram_disk_folder(plan: &Plan) -> Option<PathBuf> {
    place::ram_disk()?;
    let folder = plan.scratch.as_ref()?;
    if let Ok(found) = fs::symlink_metadata(folder) {
        let server_uid = plan.account.as_ref().map_or(plan.own_uid, |account| account.uid);
        if !found.is_dir() || ![plan.own_uid, server_uid].contains(&found.uid()) {
            return None;
        }
    }
    Some(folder.clone())
}

fn initdb(plan: &Plan, binaries: &Binaries, data: &Path, options: &[&str]) -> Result<()> {
    let doing =
        format!("making a folder of data with PostgreSQL {} ({})", binaries.version, binaries.bin.display());
    // Not every system knows C.UTF-8; `C` orders alike.
    for locale in ["--locale=C.UTF-8", "--locale=C"] {
        clear(data)?;
        place::server_folder(data, plan.account.as_ref())?;
        let mut command = launch(plan, &plan.socket_dir().join("initdb"), Then::Wait, data)?;
        command.arg(binaries.bin.join("initdb")).arg("-D").arg(as_seen(plan, data));
        command.args(["-U", USER, "-A", "trust"]);
        command.args(["--encoding=UTF8", locale]).args(options);
        let status = process::run(&mut command, &doing)?;
        if status.success() {
            return Ok(());
        }
        if locale == "--locale=C" {
            return Err(failed(plan, doing, Some(status)));
        }
    }
    Ok(())
}

fn clear(data: &Path) -> Result<()> {
    match fs::remove_dir_all(data) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::Io { doing: format!("removing {}", data.display()), source: error })
        }
        _ => Ok(()),
    }
}

#[derive(Clone, Copy)]
enum Then {
    Wait,
    Leave,
}

/// The folder of data as the server sees it. Where the way to it is closed, it is given to the server as an open
/// file, for which the system asks no way.
fn as_seen<'p>(plan: &Plan, data: &'p Path) -> &'p Path {
    if plan.hidden { Path::new(place::OPEN_FOLDER) } else { data }
}

/// The beginning of a command line whose program runs apart from ours, prints to the log, and leaves its identity.
fn launch(plan: &Plan, identity: &Path, then: Then, data: &Path) -> Result<Command> {
    let mut command = account::command(Path::new("/bin/sh"), plan.account.as_ref());
    command.args(["-c", LAUNCH, "cormorant-launch"]).arg(identity);
    command.arg(match then {
        Then::Wait => "wait",
        Then::Leave => "leave",
    });
    command.arg(if plan.hidden { "open" } else { "path" });
    if plan.hidden {
        let folder = File::open(data)
            .map_err(|source| Error::Io { doing: format!("opening folder {}", data.display()), source })?;
        command.stdin(Stdio::from(folder));
    }
    let log = open_log(plan, false)?;
    let copy = log.try_clone().map_err(|source| Error::Io { doing: "opening the log".to_owned(), source })?;
    command.stdout(Stdio::from(log)).stderr(Stdio::from(copy));
    Ok(command)
}

/// Opens the log; `anew`: the one of the start before is kept beside it.
fn open_log(plan: &Plan, anew: bool) -> Result<File> {
    if anew && plan.log.exists() {
        // Not worth failing for.
        let _ = fs::rename(&plan.log, plan.log.with_extension("log.1"));
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&plan.log)
        .map_err(|source| Error::Io { doing: format!("opening {}", plan.log.display()), source })
}

fn await_ready(plan: &Plan, doing: &str) -> Result<()> {
    let Some(server) = Identity::read(&plan.server_identity()) else {
        return Err(failed(plan, doing.to_owned(), None));
    };
    let deadline = Instant::now() + READY_DEADLINE;
    while !is_ready(&plan.data, &server) {
        if !server.is_alive() {
            return Err(failed(plan, doing.to_owned(), None));
        }
        if Instant::now() > deadline {
            return Err(Error::Timeout {
                waited_for: TimeoutKind::Connect,
                detail: format!("{doing}; the end of its log:\n{}", log_tail(&plan.log)).into(),
                source: None,
            });
        }
        sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// The server tells its state in the eighth line of its pid file, as `pg_ctl` reads it.
fn is_ready(data: &Path, server: &Identity) -> bool {
    let Ok(text) = fs::read_to_string(data.join("postmaster.pid")) else { return false };
    let mut lines = text.lines().map(str::trim);
    lines.next() == Some(&server.pid.to_string()) && lines.nth(6) == Some("ready")
}

fn failed(plan: &Plan, doing: String, status: Option<ExitStatus>) -> Error {
    let how = status.map_or_else(|| "the server ended at once".to_owned(), |status| status.to_string());
    let source = io::Error::other(format!("{how}; the end of its log:\n{}", log_tail(&plan.log)));
    Error::Io { doing, source }
}

fn log_tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
}
