//! A private server: shared while it is used, gone when it is not, however its users went.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use cormorant::embedded::Server;
use tokio_postgres::{Client, NoTls};

use crate::support::{no_private_servers, signal};

/// What the task promises: nothing is left a minute after a kill.
const A_MINUTE: Duration = Duration::from_secs(60);

/// A folder that everybody can enter, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = PathBuf::from(format!("/tmp/cormorant-it-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("/tmp is writable");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Another process that uses a server.
struct User {
    process: Child,
    _stdin: ChildStdin,
    answer: String,
}

impl User {
    fn spawn(folder: &Path, sql: &[&str], environment: &[(&str, &str)]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_embedded_user"))
            .arg(folder)
            .args(sql)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program was built with the tests")
    }

    /// Waits until the process uses the server, or could not start it.
    fn start(folder: &Path, sql: &[&str], environment: &[(&str, &str)]) -> User {
        let mut process = User::spawn(folder, sql, environment);
        let stdin = process.stdin.take().expect("it is piped");
        let mut answer = String::new();
        let mut lines = BufReader::new(process.stdout.take().expect("it is piped"));
        while lines.read_line(&mut answer).expect("it prints text") > 0 {
            if answer.starts_with("ready ") {
                break;
            }
        }
        User { process, _stdin: stdin, answer: answer.trim_end().to_owned() }
    }

    fn url(&self) -> &str {
        self.answer.strip_prefix("ready ").unwrap_or_else(|| panic!("no server: {}", self.answer))
    }

    /// `kill -9`.
    fn kill(mut self) {
        self.process.kill().expect("it is ours");
        self.process.wait().expect("it is ours");
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.expect("the server accepts connections");
    tokio::spawn(connection);
    client
}

async fn integer(client: &Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.expect("the statement is right").get(0)
}

/// The folder that exists as long as the server runs.
fn run_folder(url: &str) -> PathBuf {
    let host = url.split(['@', ':']).nth(2).expect("a URL with user and host").replace("%2F", "/");
    Path::new(&host).parent().expect("the folder of the socket is in it").to_owned()
}

fn pid_in(file: &Path) -> u32 {
    let text = fs::read_to_string(file).expect("the process runs");
    text.split_whitespace().next().expect("a number").parse().expect("a number")
}

fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, fields)| !fields.starts_with(['Z', 'X']))
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + A_MINUTE;
    while !is_so() {
        assert!(Instant::now() < deadline, "after a minute still not: {what}");
        sleep(Duration::from_millis(10));
    }
}

/// Waits until server, watchdog, socket and lock are gone.
fn wait_until_nothing_is_left(folder: &Path, run: &Path, processes: &[u32]) {
    wait_until("the processes are gone", || !processes.iter().any(|pid| is_alive(*pid)));
    wait_until("the folder of the socket is gone", || !run.exists());
    assert!(!folder.join("data.new").exists(), "an unfinished folder of data is left");
    assert!(!folder.join("data/postmaster.pid").exists(), "the server's own lock is left");
    fs::File::open(folder).expect("it exists").try_lock().expect("the lock of the folder is free");
}

#[tokio::test]
async fn a_server_is_gone_when_its_last_user_is() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("last");
    let server = Server::start(&folder.0).await.expect("it starts");
    let again = Server::start(&folder.0).await.expect("it runs");
    assert_eq!(server.url(), again.url());
    let run = run_folder(&server.url());
    let processes = [pid_in(&run.join("s/server")), pid_in(&run.join("watchdog"))];

    drop(server);
    let client = connect(&again.url()).await;
    assert_eq!(
        integer(&client, "SELECT count(*) FROM pg_stat_activity WHERE pid = pg_backend_pid()").await,
        1
    );

    drop((client, again));
    wait_until_nothing_is_left(&folder.0, &run, &processes);
}

#[tokio::test]
async fn a_server_keeps_fsync_on_and_listens_on_its_socket_only() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("settings");
    let server = Server::start(&folder.0).await.expect("it starts");
    let client = connect(&server.url()).await;
    for (setting, expected) in [("fsync", "on"), ("synchronous_commit", "on"), ("listen_addresses", "")] {
        let value: String =
            client.query_one(&format!("SHOW {setting}"), &[]).await.expect("it exists").get(0);
        assert_eq!(value, expected, "{setting}");
    }
    use std::os::unix::fs::PermissionsExt;
    let socket = fs::metadata(server.socket_dir()).expect("the server runs");
    assert_eq!(socket.permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn two_processes_share_one_server_and_either_may_be_killed() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("two");
    let first = User::start(&folder.0, &["CREATE TABLE note (text text)"], &[]);
    let second = User::start(&folder.0, &["INSERT INTO note VALUES ('second')"], &[]);
    assert_eq!(first.url(), second.url());
    let run = run_folder(first.url());
    let url = first.url().to_owned();
    let processes = [pid_in(&run.join("s/server")), pid_in(&run.join("watchdog"))];
    let clients = || fs::read_dir(run.join("clients")).expect("the server runs").count();
    assert_eq!(clients(), 2);

    first.kill();
    wait_until("the killed user is forgotten", || clients() == 1);
    assert_eq!(integer(&connect(&url).await, "SELECT count(*) FROM note").await, 1);

    second.kill();
    wait_until_nothing_is_left(&folder.0, &run, &processes);
}

#[tokio::test]
async fn a_user_killed_in_a_transaction_leaves_nothing_but_what_was_committed() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("killed");
    let user = User::start(
        &folder.0,
        &[
            "CREATE TABLE note (text text)",
            "INSERT INTO note VALUES ('kept')",
            "BEGIN; INSERT INTO note VALUES ('lost')",
        ],
        &[],
    );
    let run = run_folder(user.url());
    let processes = [pid_in(&run.join("s/server")), pid_in(&run.join("watchdog"))];
    user.kill();
    wait_until_nothing_is_left(&folder.0, &run, &processes);

    let server = Server::start(&folder.0).await.expect("the next run works");
    let client = connect(&server.url()).await;
    assert_eq!(integer(&client, "SELECT count(*) FROM note WHERE text = 'kept'").await, 1);
    assert_eq!(integer(&client, "SELECT count(*) FROM note").await, 1);
}

#[tokio::test]
async fn a_starter_killed_while_it_makes_the_data_leaves_nothing() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("initdb");
    let (made, unfinished) = (folder.0.join("data"), folder.0.join("data.new"));
    loop {
        let mut starter = User::spawn(&folder.0, &[], &[]);
        wait_until("the data are being made", || unfinished.join("PG_VERSION").exists() || made.exists());
        starter.kill().expect("it is ours");
        starter.wait().expect("it is ours");
        if !made.exists() {
            break;
        }
        // Killed too late: on a busy machine a look every 10 ms may be too rare.
        fs::remove_dir_all(&made).expect("it is ours");
    }
    wait_until("the unfinished data are gone", || !unfinished.exists());

    let server = Server::start(&folder.0).await.expect("the next run works");
    assert_eq!(integer(&connect(&server.url()).await, "SELECT 7::bigint").await, 7);
}

#[tokio::test]
async fn the_next_run_works_after_everything_was_killed() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("all");
    let user =
        User::start(&folder.0, &["CREATE TABLE note (text text)", "INSERT INTO note VALUES ('kept')"], &[]);
    let run = run_folder(user.url());
    assert!(signal("-9", pid_in(&run.join("watchdog"))), "it ran");
    assert!(signal("-9", pid_in(&run.join("s/server"))), "it ran");
    user.kill();
    assert!(run.exists(), "nobody is left to remove it");

    let server = Server::start(&folder.0).await.expect("the next run works");
    let client = connect(&server.url()).await;
    assert_eq!(integer(&client, "SELECT count(*) FROM note").await, 1);
}

#[tokio::test]
async fn a_killed_watchdog_is_replaced_by_the_next_user() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("watchdog");
    let first = User::start(&folder.0, &[], &[]);
    let run = run_folder(first.url());
    assert!(signal("-9", pid_in(&run.join("watchdog"))), "it ran");

    let second = User::start(&folder.0, &[], &[]);
    let processes = [pid_in(&run.join("s/server")), pid_in(&run.join("watchdog"))];
    assert_eq!(first.url(), second.url());
    first.kill();
    second.kill();
    wait_until_nothing_is_left(&folder.0, &run, &processes);
}

#[tokio::test]
async fn data_removed_under_a_server_are_made_anew() {
    if no_private_servers() {
        return;
    }
    let folder = Folder::new("removed");
    let first = User::start(&folder.0, &["CREATE TABLE note (text text)"], &[]);
    fs::remove_dir_all(folder.0.join("data")).expect("it is there");

    let server = Server::start(&folder.0).await.expect("the next run works");
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'note'";
    assert_eq!(integer(&connect(&server.url()).await, tables).await, 0);
    first.kill();
}

#[test]
fn a_folder_without_binaries_is_named() {
    let folder = Folder::new("pg_bin");
    let user = User::start(&folder.0, &[], &[("PG_BIN", "/nonexistent")]);
    let expected = "failed `PG_BIN`: /nonexistent is no folder of PostgreSQL binaries to use: \
                    it has no `postgres` and `initdb`";
    assert_eq!(user.answer, expected);
}

#[tokio::test]
async fn data_of_a_version_that_is_not_here_are_left_alone() {
    let folder = Folder::new("version");
    fs::create_dir(folder.0.join("data")).expect("it is ours");
    fs::write(folder.0.join("data/PG_VERSION"), "7\n").expect("it is ours");
    let error = Server::start(&folder.0).await.expect_err("nobody has this one").to_string();
    let expected =
        "`embedded`: no binaries of PostgreSQL 7, which made these data, were found on this machine.\n";
    assert!(error.starts_with(expected), "{error}");
    assert!(error.ends_with(cormorant::embedded::INSTALL_HINT), "{error}");
}

#[tokio::test]
async fn data_may_be_where_only_their_owner_gets() {
    use std::os::unix::fs::PermissionsExt;

    if no_private_servers() {
        return;
    }
    let folder = Folder::new("private");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).expect("it is ours");
    let data = folder.0.join("in/it");
    let user =
        User::start(&data, &["CREATE TABLE note (text text)", "INSERT INTO note VALUES ('kept')"], &[]);
    let run = run_folder(user.url());
    let processes = [pid_in(&run.join("s/server")), pid_in(&run.join("watchdog"))];
    user.kill();
    wait_until_nothing_is_left(&data, &run, &processes);

    let server = Server::start(&data).await.expect("the next run works");
    assert_eq!(integer(&connect(&server.url()).await, "SELECT count(*) FROM note").await, 1);
}

#[tokio::test]
async fn a_file_is_no_folder_for_data() {
    let folder = Folder::new("file");
    let file = folder.0.join("file");
    fs::write(&file, "").expect("it is ours");
    let error = Server::start(&file).await.expect_err("it is a file");
    assert_eq!(error.to_string(), format!("`dir`: {}: it is not a folder", file.display()));
}

#[tokio::test]
async fn files_of_others_are_left_alone() {
    let folder = Folder::new("others");
    let data = folder.0.join("data");
    fs::create_dir(&data).expect("it is ours");
    fs::write(data.join("birds.csv"), "tit\n").expect("it is ours");
    let error = Server::start(&folder.0).await.expect_err("these are other data");
    assert_eq!(
        error.to_string(),
        format!(
            "`dir`: {}: it holds no data of PostgreSQL: give the server a folder of its own",
            data.display()
        )
    );
    assert_eq!(fs::read_to_string(data.join("birds.csv")).expect("it is there"), "tit\n");
    assert_eq!(fs::read_dir(&data).expect("it is there").count(), 1);
}

#[tokio::test]
async fn the_throw_away_server_is_shared_and_forgets() {
    if no_private_servers() {
        return;
    }
    let first = Server::throw_away().await.expect("it starts");
    let other = User::start(Path::new("--throw-away"), &[], &[]);
    assert_eq!(first.url(), other.url());
    let client = connect(&first.url()).await;
    let fsync: String = client.query_one("SHOW fsync", &[]).await.expect("it exists").get(0);
    assert_eq!(fsync, "off");
}
