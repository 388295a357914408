//! Joins the users of a server, and starts it where there is none.
//!
//! Everything here happens under the lock of the plan, so there is one starter at a time. The watchdog takes no
//! lock: it writes `retired` and then looks for clients, while a client writes its file and then looks for
//! `retired`, so that one of the two always sees the other.

use std::fs;
use std::io;
use std::os::unix::net::UnixStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::client::Client;
use super::cluster;
use super::place;
use super::plan::Plan;
use super::server::PORT;
use super::watchdog;
use crate::error::{Error, Result};

/// How long the watchdog of a former server may take to stop it.
const RETIRING: Duration = Duration::from_secs(60);

const STEP: Duration = Duration::from_millis(5);

/// Joins the users of the server, and returns when it accepts connections.
pub(super) fn join(plan: &Plan) -> Result<Client> {
    let _lock = place::lock(&plan.lock)?;
    let deadline = Instant::now() + RETIRING;
    loop {
        let Some(client) = Client::announce(&plan.run)? else {
            return start(plan);
        };
        if is_running(plan, &client, deadline)? {
            return Ok(client);
        }
    }
}

/// Whether the server runs and will go on as long as `client` exists; if not, waits until it is gone for good.
fn is_running(plan: &Plan, client: &Client, deadline: Instant) -> Result<bool> {
    while plan.run.exists() {
        if !watchdog::is_alive(&plan.run) {
            // Killed. Another one knows whether there is anything to go on with, or else clears up.
            watchdog::start(plan, &client.name())?;
        }
        if !watchdog::has_retired(&plan.run) {
            if plan.run.join("ready").exists() && is_reachable(plan) {
                return Ok(true);
            }
            // Its starter was killed, its data were removed, or it was stopped behind our back.
            watchdog::ask_to_stop(&plan.run);
        }
        if Instant::now() > deadline {
            return Err(Error::Io {
                doing: format!("waiting for the former server of {} to stop", plan.data.display()),
                source: io::ErrorKind::TimedOut.into(),
            });
        }
        sleep(STEP);
    }
    Ok(false)
}

fn is_reachable(plan: &Plan) -> bool {
    if !plan.data.join("postmaster.pid").exists() {
        return false;
    }
    match UnixStream::connect(plan.socket_dir().join(format!(".s.PGSQL.{PORT}"))) {
        Ok(_) => true,
        // So many wait already that the system refuses one more: it is there.
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    }
}

fn start(plan: &Plan) -> Result<Client> {
    let binaries = plan.binaries()?;
    let name = Client::new_name();
    watchdog::start(plan, &name)?;
    let client = Client::announced(&plan.run, &name);
    match cluster::start(plan, &binaries).and_then(|()| mark(plan, "ready")) {
        Ok(()) => Ok(client),
        Err(error) => {
            watchdog::ask_to_stop(&plan.run);
            let deadline = Instant::now() + Duration::from_secs(10);
            while plan.run.exists() && Instant::now() < deadline {
                sleep(STEP);
            }
            Err(error)
        }
    }
}

/// Lets the server run on without users.
pub(super) fn keep(plan: &Plan) -> Result<()> {
    mark(plan, "keep")
}

/// Leaves a file for the watchdog and for those who come later.
fn mark(plan: &Plan, name: &str) -> Result<()> {
    let file = plan.run.join(name);
    fs::write(&file, "").map_err(|source| Error::Io { doing: format!("writing {}", file.display()), source })
}
