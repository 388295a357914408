//! A user of a server, as a file that the watchdog sees.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::process::Identity;
use crate::error::{Error, Result};

/// Keeps the server running until it is dropped, or its process ends in any way.
#[derive(Debug)]
pub(super) struct Client {
    file: PathBuf,
}

impl Client {
    /// A name of its own for each client: the process, a dot, and something unique to tell several in one apart.
    pub(super) fn new_name() -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        format!("{}.{}-{count}", std::process::id(), now.as_nanos())
    }

    /// The client that the watchdog announced for us.
    pub(super) fn announced(run: &Path, name: &str) -> Client {
        Client { file: run.join("clients").join(name) }
    }

    /// Adds ourselves to the users of a server; `None`: there is no such server.
    pub(super) fn announce(run: &Path) -> Result<Option<Client>> {
        let client = Client::announced(run, &Client::new_name());
        // In one step: the watchdog must not see a file without its contents.
        let unfinished = run.join(format!("client.{}", Client::new_name()));
        match write_new(&unfinished).and_then(|()| fs::rename(&unfinished, &client.file)) {
            Ok(()) => Ok(Some(client)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Io { doing: format!("writing {}", client.file.display()), source }),
        }
    }

    pub(super) fn name(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

fn write_new(file: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(file, "{}", Identity::own().start)
}

impl Drop for Client {
    fn drop(&mut self) {
        // Gone already where the server was stopped or its folder removed; there is nothing to mend.
        let _ = fs::remove_file(&self.file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_announced_until_it_is_dropped() {
        let run = std::env::temp_dir().join(format!("cormorant-client-{}", std::process::id()));
        assert!(Client::announce(&run).expect("nothing to write to is no error").is_none());

        fs::create_dir_all(run.join("clients")).expect("temporary folder is writable");
        let names = || fs::read_dir(run.join("clients")).expect("just made").count();
        let first = Client::announce(&run).expect("writable").expect("there is a server");
        let second = Client::announce(&run).expect("writable").expect("there is a server");
        assert_eq!(names(), 2);
        drop((first, second));
        assert_eq!(names(), 0);
        fs::remove_dir_all(&run).expect("just made");
    }
}
