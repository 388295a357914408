//! `sslmode` and `sslrootcert` do what they do in libpq, on a server with certificates of our own making.
#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cormorant::embedded::Server;
use cormorant::engine::Engine;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use crate::support::{in_time, no_private_servers, signal, value};

/// A server that listens on a port, and the authority that vouches for it under the name `localhost`.
struct Secure {
    process: Child,
    folder: PathBuf,
    port: u16,
}

/// An authority, and its certificate in PEM.
fn authority(name: &str) -> (Issuer<'static, KeyPair>, String) {
    let key = KeyPair::generate().expect("ring makes keys");
    let mut params = CertificateParams::new(Vec::new()).expect("no names are right");
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&key).expect("it is its own").pem();
    (Issuer::new(params, key), pem)
}

impl Secure {
    /// Starts a server; `encrypts`: with TLS; `asks`: lets in only who shows a certificate for the user's name.
    async fn start(encrypts: bool, asks: bool) -> Result<Secure> {
        let name = format!("cormorant_tls_{}_{encrypts}_{asks}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        // A private server makes the folder of data for whoever may run one here.
        let server = Server::start(&folder).await?;
        let data = folder.join("data");
        let pid = fs::read_to_string(data.join("postmaster.pid")).expect("it runs");
        let pid = pid.lines().next().expect("the number of its process").to_owned();
        let program = fs::read_link(format!("/proc/{pid}/exe")).expect("it is ours");
        drop(server);
        let ended = async {
            while data.join("postmaster.pid").exists() {
                tokio::task::yield_now().await;
            }
        };
        in_time(ended).await;
        let owner = fs::metadata(&data).expect("it is ours");
        let mut command = Command::new(program);
        command.args(["-D".as_ref(), data.as_os_str()]).args(["-k", "", "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "fsync=off"]);
        if encrypts {
            certify(&folder, owner.uid());
            for (option, file) in [("ssl_cert_file", "server.crt"), ("ssl_key_file", "server.key")] {
                command.arg("-c").arg(format!("{option}={}", data.join(file).display()));
            }
            command.args(["-c", "ssl=on"]);
        }
        if asks {
            command.arg("-c").arg(format!("ssl_ca_file={}", data.join("root.crt").display()));
            let rule = "hostssl all all 127.0.0.1/32 trust clientcert=verify-full\n";
            fs::write(data.join("pg_hba.conf"), rule).expect("there is room");
        }
        if owner.uid() != fs::metadata("/proc/self").expect("it is us").uid() {
            command.uid(owner.uid()).gid(owner.gid());
        }
        command.current_dir("/").stdout(Stdio::null()).stderr(Stdio::piped());
        let (process, port) = listening(command);
        Ok(Secure { process, folder, port })
    }

    /// What a connection with these options says of itself, or why there is none.
    async fn try_as(&self, host: &str, options: &str) -> Result<bool> {
        let port = self.port;
        let url = format!("postgres://postgres@{host}:{port}/postgres?hostaddr=127.0.0.1&{options}");
        let engine = Engine::builder().url(&url).pool_size(1).build()?;
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        value(&mut *engine.connection().await?, sql).await
    }

    /// The option that names the certificate of this authority.
    fn trusting(&self, file: &str) -> String {
        format!("sslrootcert={}", self.folder.join(file).display())
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        // Errors: it is gone already. SIGINT: at once, but in order.
        if !signal("-INT", self.process.id()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Starts a server on a port that was free a moment ago, and on another one if somebody else was faster.
fn listening(mut command: Command) -> (Child, u16) {
    loop {
        let port = free_port();
        let mut process = command.env("PGPORT", port.to_string()).spawn().expect("it starts");
        // Read until it is ready; what comes later is little.
        let mut log = process.stderr.take().expect("it is piped");
        let mut seen = String::new();
        let mut piece = [0; 1024];
        while !seen.contains("ready to accept connections") {
            let length = log.read(&mut piece).expect("it prints");
            if length == 0 {
                break;
            }
            seen.push_str(&String::from_utf8_lossy(&piece[..length]));
        }
        if seen.contains("ready to accept connections") {
            process.stderr = Some(log);
            return (process, port);
        }
        process.wait().expect("it is ours");
        assert!(seen.contains("Address already in use"), "{seen}");
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}

/// Writes the server's certificate for `localhost`, its authority's, and that of an authority nobody asked.
fn certify(folder: &Path, owner: u32) {
    let ((issuer, trusted), (stranger, other)) = (authority("trusted"), authority("other"));
    let key = KeyPair::generate().expect("ring makes keys");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &issuer).expect("it may sign").pem();
    let write = |file: PathBuf, text: &str| fs::write(file, text).expect("there is room");
    write(folder.join("trusted.crt"), &trusted);
    write(folder.join("other.crt"), &other);
    let data = folder.join("data");
    write(data.join("server.crt"), &certificate);
    write(data.join("server.key"), &key.serialize_pem());
    write(data.join("root.crt"), &trusted);
    for (file, user, issuer) in [
        ("own", "postgres", &issuer),
        ("named_otherwise", "ann", &issuer),
        ("strange", "postgres", &stranger),
    ] {
        let key = KeyPair::generate().expect("ring makes keys");
        let mut params = CertificateParams::new(Vec::new()).expect("no names are right");
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, user);
        let certificate = params.signed_by(&key, issuer).expect("it may sign").pem();
        write(folder.join(format!("{file}.crt")), &certificate);
        write(folder.join(format!("{file}.key")), &key.serialize_pem());
    }
    fs::set_permissions(data.join("server.key"), fs::Permissions::from_mode(0o600)).expect("it is ours");
    for file in ["server.crt", "server.key", "root.crt"] {
        chown(data.join(file), Some(owner), None).expect("we may");
    }
}

/// All causes of an error in one text.
fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn a_server_is_trusted_as_far_as_sslmode_says() -> Result<()> {
    if no_private_servers() {
        return Ok(());
    }
    let server = Secure::start(true, false).await?;
    let (trusted, other) = (server.trusting("trusted.crt"), server.trusting("other.crt"));
    // Host, options, and whether the connection is encrypted; or a part of the reason why there is none.
    let cases = [
        ("localhost", "sslmode=disable".to_owned(), Ok(false)),
        ("localhost", "sslmode=prefer".to_owned(), Ok(true)),
        ("elsewhere", "sslmode=require".to_owned(), Ok(true)),
        ("elsewhere", format!("sslmode=require&{trusted}"), Ok(true)),
        ("localhost", format!("sslmode=require&{other}"), Err("UnknownIssuer")),
        ("elsewhere", format!("sslmode=verify-ca&{trusted}"), Ok(true)),
        ("localhost", format!("sslmode=verify-ca&{other}"), Err("UnknownIssuer")),
        ("localhost", format!("sslmode=verify-full&{trusted}"), Ok(true)),
        ("localhost", format!("sslmode=verify-full&{other}"), Err("UnknownIssuer")),
        ("elsewhere", format!("sslmode=verify-full&{trusted}"), Err("not valid for name")),
        ("localhost", "sslmode=verify-full&sslrootcert=system".to_owned(), Err("UnknownIssuer")),
        ("localhost", format!("sslmode=require&channel_binding=require&{trusted}"), Err("")),
    ];
    for (host, options, expected) in cases {
        let found = in_time(server.try_as(host, &options)).await;
        match (&found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(*found, expected, "{host} {options}"),
            (Err(error), Err(reason)) => assert!(told(error).contains(reason), "{options}: {}", told(error)),
            _ => panic!("{host} {options}: {found:?}"),
        }
    }
    // A request to cancel is encrypted as well, and gets there.
    let url = format!("postgres://postgres@localhost:{}/postgres?sslmode=require", server.port);
    let engine = Engine::builder().url(&url).pool_size(1).build()?;
    let mut conn = engine.connection().await?;
    let sql = "SELECT generate_series(1, 9000000000000000000), repeat('x', 1000)";
    let mut stream = conn.stream_raw(sql, &[], &[], |row| row.value::<i64>()).await?;
    assert_eq!(stream.next().await?, Some(1));
    drop(stream);
    assert_eq!(in_time(value::<i32>(&mut conn, "SELECT 1")).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_it_is_required() -> Result<()> {
    if no_private_servers() {
        return Ok(());
    }
    let server = Secure::start(false, false).await?;
    assert!(!server.try_as("localhost", "sslmode=prefer").await?);
    for mode in ["require", "verify-full&sslrootcert=system"] {
        let error = in_time(server.try_as("localhost", &format!("sslmode={mode}"))).await.unwrap_err();
        assert!(told(&error).contains("server does not support TLS"), "{}", told(&error));
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_asks_for_a_certificate_gets_that_of_sslcert() -> Result<()> {
    if no_private_servers() {
        return Ok(());
    }
    let server = Secure::start(true, true).await?;
    let trusted = server.trusting("trusted.crt");
    let shown = |name: &str| {
        let file = |end: &str| server.folder.join(format!("{name}.{end}")).display().to_string();
        format!("sslmode=verify-full&{trusted}&sslcert={}&sslkey={}", file("crt"), file("key"))
    };
    assert!(in_time(server.try_as("localhost", &shown("own"))).await?);
    let cases = [
        (format!("sslmode=verify-full&{trusted}"), "connection requires a valid client certificate"),
        (shown("named_otherwise"), "trust\" authentication failed for user \"postgres\""),
        (shown("strange"), "alert"),
    ];
    for (options, reason) in cases {
        let error = in_time(server.try_as("localhost", &options)).await.unwrap_err();
        assert!(told(&error).contains(reason), "{options}: {}", told(&error));
    }
    Ok(())
}

#[test]
fn options_of_tls_that_cannot_be_obeyed_are_mistakes() {
    let mistake = |options: &str| {
        let url = format!("postgres://me:hunter2@localhost/x?{options}");
        Engine::builder().url(&url).build().unwrap_err().to_string()
    };
    assert_eq!(
        mistake("sslmode=verify-ca&sslrootcert=system"),
        "`sslrootcert`: `system` is only safe with `sslmode=verify-full`"
    );
    assert_eq!(
        mistake("sslmode=verify-ca&sslrootcert=/nowhere/root.crt"),
        "`sslrootcert`: /nowhere/root.crt cannot be used: I/O error: No such file or directory (os error 2)"
    );
    assert_eq!(
        mistake("sslmode=require&sslkey=k"),
        "`sslcert`: `sslcert` and `sslkey` are given together or not at all"
    );
    assert_eq!(mistake("sslmode=perhaps"), "`sslmode`: has an invalid value");
}

#[cormorant::test]
async fn sockets_of_unix_are_not_encrypted_whatever_sslmode_says(db: TestDb) -> Result<()> {
    if !db.url().contains("%2F") {
        return Ok(());
    }
    let separator = if db.url().contains('?') { '&' } else { '?' };
    let engine = Engine::connect(&format!("{}{separator}sslmode=require", db.url())).await?;
    assert_eq!(value::<i32>(&mut *engine.connection().await?, "SELECT 1").await?, 1);
    Ok(())
}
