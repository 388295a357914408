//! Clears up after a server that was killed, where PostgreSQL itself would not dare to.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long processes of a dead server get to notice. They do when they wait for something.
const SURVIVAL: Duration = Duration::from_secs(20);

/// No process has this number.
const NOBODY: &str = "2147483647";

/// Lets a new server take over the data of one that was killed.
///
/// PostgreSQL refuses to start when the process named in `postmaster.pid` exists. It may be a zombie that nobody
/// reaps (in containers whose first program is no `init`), or, after a restart of the container, somebody else with
/// the same number. Then the number is replaced; all else in the file stays, so that the new server still looks for
/// survivors of the old one in its shared memory. It refuses to start beside them, so they are waited for.
pub(super) fn forget_dead_server(data: &Path) {
    let file = data.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&file) else { return };
    if let Some(changed) = without_dead_server(&text, |pid| runs_here(pid, data)) {
        let deadline = Instant::now() + SURVIVAL;
        while has_survivors(data) && Instant::now() < deadline {
            sleep(Duration::from_millis(5));
        }
        // If this fails, the server's own refusal to start tells the rest.
        let _ = fs::write(&file, changed);
    }
}

fn without_dead_server(text: &str, runs: impl Fn(u32) -> bool) -> Option<String> {
    let (first, rest) = text.split_once('\n')?;
    let pid = first.trim().parse().ok()?;
    (!runs(pid)).then(|| format!("{NOBODY}\n{rest}"))
}

/// Whether processes of a server run on these data.
fn has_survivors(data: &Path) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    let mut pids = processes.filter_map(|process| process.ok()?.file_name().to_str()?.parse().ok());
    pids.any(|pid| is_postgres(pid) && runs_here(pid, data))
}

fn is_postgres(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim_end() == "postgres")
}

/// Whether the process runs on these data: a server's current folder is that of its data.
fn runs_here(pid: u32, data: &Path) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    if !Path::new("/proc/self/cwd").exists() {
        // No way to tell: believe PostgreSQL.
        return true;
    }
    match (fs::metadata(process.join("cwd")), fs::metadata(data)) {
        (Ok(cwd), Ok(data)) => (cwd.dev(), cwd.ino()) == (data.dev(), data.ino()),
        // A zombie has no folder, and the folders of other users' processes are hidden from us.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "4711\n/srv/data\n1732180000\n5432\n/tmp\n\n  5432001   3\nready   \n";

    #[test]
    fn only_the_number_of_a_dead_server_is_replaced() {
        let expected = "2147483647\n/srv/data\n1732180000\n5432\n/tmp\n\n  5432001   3\nready   \n";
        assert_eq!(without_dead_server(FILE, |_| false).as_deref(), Some(expected));
    }

    #[test]
    fn the_file_of_a_server_that_runs_is_left_alone() {
        assert_eq!(without_dead_server(FILE, |pid| pid == 4711), None);
    }

    #[test]
    fn a_process_of_a_dead_server_survives_it_until_it_ends() {
        use std::io::Read;
        use std::os::unix::process::CommandExt;
        use std::process::{Command, Stdio};

        let folder = std::env::temp_dir().join(format!("cormorant-stale-{}", std::process::id()));
        let program = folder.join("postgres");
        fs::create_dir_all(&folder).expect("it can be made");
        // Its name is that of the link; what it does is to wait for the end of its input.
        std::os::unix::fs::symlink("/bin/sh", &program).expect("it is new");
        let mut command = Command::new(&program);
        command.arg0("sh").args(["-c", "echo here; read -r line; :"]).current_dir(&folder);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it can be run");
        // It has its name a moment after it was begun: wait until it says something.
        process.stdout.as_mut().expect("it is ours").read_exact(&mut [0; 4]).expect("it says so");
        let (found, elsewhere) = (has_survivors(&folder), has_survivors(Path::new("/")));
        drop(process.stdin.take());
        process.wait().expect("it is ours");
        let left = has_survivors(&folder);
        fs::remove_dir_all(&folder).expect("it is ours");
        assert_eq!((found, elsewhere, left), (Path::new("/proc/self/comm").exists(), false, false));
    }

    #[test]
    fn a_process_elsewhere_is_no_server_of_these_data() {
        let folder = std::env::temp_dir();
        assert!(runs_here(std::process::id(), Path::new(".")));
        assert!(!Path::new("/proc/self/cwd").exists() || !runs_here(std::process::id(), &folder));
    }
}
