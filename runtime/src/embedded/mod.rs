//! A private PostgreSQL server, run from the binaries on the machine.
//!
//! [`Server::start`] keeps its data in a folder of yours and runs as long as anybody uses it: several programs may
//! use one folder at once, and they share one server. [`Server::throw_away`] is one shared server for all tests of
//! a user, without `fsync`, whose data are removed with it.
//!
//! A server listens on a Unix socket only, in a folder that nobody else can enter. It stops a few seconds after its
//! last user is gone, even if that user was killed: a small shell script watches, which is started before anything
//! else. So a program killed at any moment leaves no server, no socket and no lock behind.
//!
//! Nothing here downloads anything, and nothing here knows about engines, models or statements.

#[cfg(unix)]
mod account;
#[cfg(unix)]
mod binaries;
#[cfg(unix)]
mod client;
#[cfg(unix)]
mod cluster;
#[cfg(unix)]
mod join;
#[cfg(unix)]
mod place;
#[cfg(unix)]
mod plan;
#[cfg(unix)]
mod process;
mod server;
#[cfg(unix)]
mod stale;
#[cfg(unix)]
mod watchdog;

#[cfg(all(unix, feature = "testing"))]
pub(crate) use place::socket_folder;
#[cfg(feature = "testing")]
pub(crate) use server::percent_encoded;
pub use server::{INSTALL_HINT, Server};
