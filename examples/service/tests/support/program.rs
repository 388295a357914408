//! The example itself, as a process of its own.

use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long a step may take on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that serves at a free port; killed when it is dropped.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl Program {
    /// Starts the example on a database, and waits until it says where it listens.
    pub(crate) async fn start(url: &str) -> Program {
        let mut child = Command::new(example().await)
            .env("DATABASE_URL", url)
            .env("LISTEN", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the example was built");
        let mut said = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = timeout(PATIENCE, said.next_line()).await.expect("it starts in time").expect("a text");
        let line = line.expect("it says where it listens");
        let address = line.strip_prefix("listening at http://").expect("an address");
        Program { address: address.parse().expect("an address"), child }
    }

    /// Sends SIGTERM, as whoever runs services does.
    pub(crate) async fn terminate(&self) {
        let process = self.child.id().expect("it runs");
        let kill = Command::new("sh").arg("-c").arg(format!("kill -TERM {process}")).status().await;
        assert!(kill.expect("there is a shell").success());
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_none()
    }

    /// Waits for its end.
    pub(crate) async fn ended(mut self) -> ExitStatus {
        timeout(PATIENCE, self.child.wait()).await.expect("it ends in time").expect("it can be asked")
    }
}

/// The program: `cargo test` builds it along with the tests; where only these are built, it is built here.
async fn example() -> PathBuf {
    let test = env::current_exe().expect("a test has a file");
    let folder = test.ancestors().nth(2).expect("target/debug/deps/http-..").join("examples");
    let program = folder.join("service");
    if !program.exists() {
        let package = env!("CARGO_PKG_NAME");
        let mut cargo = Command::new(env!("CARGO"));
        let built = cargo.args(["build", "-q", "--example", "service", "-p", package]).status().await;
        assert!(built.expect("cargo runs").success());
    }
    program
}
