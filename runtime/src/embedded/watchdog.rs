//! Starts the script that stops a server when its last user is gone.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::account;
use super::plan::Plan;
use super::process::{self, Identity};
use crate::error::{Error, Result};

const SCRIPT: &str = include_str!("watchdog.sh");

/// The shell that runs the script leaves it at once, so that it is nobody's child and never a zombie of ours.
const DETACH: &str = r#""$@" </dev/null >/dev/null 2>&1 &"#;

/// How often the script looks for clients.
const LOOK: Duration = Duration::from_millis(500);

/// Starts a watchdog that knows of the client called `client`, and waits until it watches.
///
/// It makes the folder of the server where it is missing.
pub(super) fn start(plan: &Plan, client: &str) -> Result<()> {
    let watchdog = plan.run.join("watchdog");
    let before = Identity::read(&watchdog);
    // As ourselves, and not as the server's user: it must be able to signal and remove everything.
    let mut command = account::command(Path::new("/bin/sh"), None);
    command.args(["-c", DETACH, "sh", "/bin/sh", "-c", SCRIPT, "cormorant-watchdog"]).arg(&plan.run);
    command.arg(format!("{:o}", super::place::passage(plan.own_uid)));
    command.args([client, &Identity::own().start]);
    command.arg((plan.linger().as_millis() / LOOK.as_millis()).to_string()).arg(plan.stop_signal());
    command.arg(plan.scratch.as_deref().unwrap_or(Path::new("")));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    process::run(&mut command, "starting the watchdog of the PostgreSQL server")?;

    let deadline = Instant::now() + Duration::from_secs(20);
    while Identity::read(&watchdog).is_none_or(|found| Some(found) == before) {
        if Instant::now() > deadline {
            return Err(Error::Io {
                doing: format!("starting the watchdog of {}", plan.run.display()),
                source: std::io::ErrorKind::TimedOut.into(),
            });
        }
        sleep(Duration::from_millis(2));
    }
    Ok(())
}

/// Whether the server of this folder is watched.
pub(super) fn is_alive(run: &Path) -> bool {
    Identity::read(&run.join("watchdog")).is_some_and(|watchdog| watchdog.is_alive())
}

/// Whether the watchdog has decided to stop the server.
pub(super) fn has_retired(run: &Path) -> bool {
    run.join("retired").exists()
}

/// Asks the watchdog to stop the server now, whoever uses it.
pub(super) fn ask_to_stop(run: &Path) {
    // Where the folder is gone, the server is, too.
    let _ = fs::write(run.join("stop"), "");
}
