//! Processes that outlive ours: how they are told apart from strangers, and how they are started.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::error::{Error, Result};

/// A process, safe against another one that gets its number later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) pid: u32,
    /// Start time in the system's ticks; empty where there is no `/proc`.
    pub(super) start: String,
}

impl Identity {
    /// This process.
    pub(super) fn own() -> Identity {
        let pid = std::process::id();
        Identity { pid, start: running_since(pid).unwrap_or_default() }
    }

    /// What `launch.sh` and `watchdog.sh` leave in a file.
    pub(super) fn read(file: &Path) -> Option<Identity> {
        let text = fs::read_to_string(file).ok()?;
        let mut words = text.split_whitespace();
        let pid = words.next()?.parse().ok()?;
        Some(Identity { pid, start: words.next().unwrap_or_default().to_owned() })
    }

    /// Whether the process still runs.
    pub(super) fn is_alive(&self) -> bool {
        match running_since(self.pid) {
            Some(start) => start == self.start,
            None if self.start.is_empty() => signal_reaches(self.pid),
            None => false,
        }
    }
}

/// Whether any process has this number.
#[cfg(feature = "testing")]
pub(super) fn exists(pid: u32) -> bool {
    running_since(pid).is_some() || (!Path::new("/proc/self").exists() && signal_reaches(pid))
}

/// Start time of a process that runs, from `/proc`.
fn running_since(pid: u32) -> Option<String> {
    parse_stat(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// The third field is the state, the 22nd the start time; the second may hold blanks and brackets.
fn parse_stat(stat: &str) -> Option<String> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    let state = fields.next()?;
    if state == "Z" || state == "X" {
        return None;
    }
    fields.nth(18).map(str::to_owned)
}

fn signal_reaches(pid: u32) -> bool {
    // The shell's own: a small system may lack the program.
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -0 \"$0\"", &pid.to_string()]).stderr(Stdio::null());
    kill.status().is_ok_and(|status| status.success())
}

/// Runs a command to its end, in a group of processes of its own: Ctrl-C must not stop the server before its users.
pub(super) fn run(command: &mut Command, doing: &str) -> Result<ExitStatus> {
    command.process_group(0).status().map_err(|source| Error::Io { doing: doing.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_time_is_read_past_any_program_name() {
        let stat = "77 (a ) S b) S 1 77 77 0 -1 4194560 1 0 0 0 2 3 0 0 20 0 1 0 4242 1000 2 3\n";
        assert_eq!(parse_stat(stat).as_deref(), Some("4242"));
    }

    #[test]
    fn a_zombie_is_dead() {
        let stat = "77 (sh) Z 1 77 77 0 -1 4194560 1 0 0 0 2 3 0 0 20 0 1 0 4242 1000 2 3\n";
        assert_eq!(parse_stat(stat), None);
    }

    #[test]
    fn a_process_is_alive_until_it_ends() {
        let mut child = Command::new("sleep").arg("60").spawn().expect("sleep exists");
        let start = running_since(child.id()).unwrap_or_default();
        let identity = Identity { pid: child.id(), start };
        assert!(identity.is_alive());
        assert!(Identity::own().is_alive());
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        assert!(!identity.is_alive());
    }

    #[test]
    fn a_recycled_number_is_another_process() {
        let own = Identity::own();
        if !own.start.is_empty() {
            assert!(!Identity { start: "1".to_owned(), ..own }.is_alive());
        }
    }
}
