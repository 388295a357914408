//! Where an example keeps its tables: the server of `DATABASE_URL`, else a private one.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use cormorant::Result;
use cormorant::engine::Engine;

/// Where the tables are.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// The server of `DATABASE_URL`.
    Url(String),
    /// A private server with its data in this folder.
    Folder(PathBuf),
}

impl Place {
    /// The folder that was asked for, else `DATABASE_URL`, else the usual folder.
    #[must_use]
    pub fn find(folder: Option<PathBuf>) -> Place {
        let url = || env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()).map(Place::Url);
        folder.map(Place::Folder).or_else(url).unwrap_or_else(|| Place::Folder(usual_folder()))
    }

    /// Connects, and starts the private server where it does not run.
    ///
    /// # Errors
    ///
    /// As [`Engine::connect`] and [`Engine::embedded`].
    pub async fn connect(&self) -> Result<Engine> {
        match self {
            Place::Url(url) => Engine::connect(url).await,
            Place::Folder(folder) => Engine::embedded(folder).await,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Url(_) => f.write_str("the server of DATABASE_URL"),
            Place::Folder(folder) => {
                write!(f, "a private server, its data in {}", shortest(folder).display())
            }
        }
    }
}

/// `target/quickstart` of this workspace, which `cargo clean` removes; for root `/var/lib/cormorant/quickstart`,
/// because PostgreSQL refuses to run as root, and the user it runs as then can seldom enter root's folders.
fn usual_folder() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    if is_root() {
        PathBuf::from("/var/lib/cormorant/quickstart")
    } else {
        workspace.join("target/quickstart")
    }
}

/// Whether the program runs as root. What it is to itself belongs to its user.
#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;

    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// A path as the user would write it: from the folder they are in, if it is in there.
fn shortest(path: &Path) -> &Path {
    env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_that_was_asked_for_comes_first() {
        let asked = PathBuf::from("/srv/music");
        assert_eq!(Place::find(Some(asked.clone())), Place::Folder(asked));
    }

    #[test]
    fn a_url_is_not_shown_since_it_may_hold_a_password() {
        let place = Place::Url("postgres://app:secret@db/app".to_owned());
        assert_eq!(place.to_string(), "the server of DATABASE_URL");
    }
}
