//! The service at a port of this machine, and a client that speaks HTTP to it.

#[cfg(unix)]
mod program;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use cormorant::engine::{Connection, Engine, Flow};
use cormorant::testing::TestDb;
use cormorant_example_service::{App, routes, serve};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

#[cfg(unix)]
pub(crate) use program::Program;

/// A running service.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Service {
    /// The service on a test's database.
    pub(crate) async fn start(db: &TestDb) -> Service {
        Service::with(db.engine().clone(), routes()).await
    }

    /// The service on another engine, or with further routes.
    pub(crate) async fn with(engine: Engine, routes: Router<App>) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let served = tokio::spawn(serve(listener, App::new(engine), routes, stopped));
        Service { address, stop: Some(stop), served }
    }

    /// Tells it to stop, as a signal would.
    pub(crate) fn stop(&mut self) {
        self.stop.take().expect("it was not told before").send(()).expect("it runs");
    }

    /// Waits for its end.
    pub(crate) async fn ended(self) {
        self.served.await.expect("no panic").expect("no error of the listener");
    }

    pub(crate) async fn client(&self) -> Client {
        Client::connect(self.address).await
    }
}

/// One TCP connection to the service.
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    line: JoinHandle<hyper::Result<()>>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).await.expect("it listens");
        let (sender, line) = handshake(TokioIo::new(stream)).await.expect("it speaks HTTP");
        Client { sender, line: tokio::spawn(line) }
    }

    pub(crate) async fn get(&mut self, path: &str) -> (StatusCode, Value) {
        self.send(Method::GET, path, &Value::Null).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> (StatusCode, Value) {
        self.send(Method::POST, path, &body).await
    }

    pub(crate) async fn patch(&mut self, path: &str, body: Value) -> (StatusCode, Value) {
        self.send(Method::PATCH, path, &body).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> (StatusCode, Value) {
        self.send(Method::DELETE, path, &Value::Null).await
    }

    async fn send(&mut self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let request = request.header("content-type", "application/json");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.body(Full::from(body)).expect("a valid request");
        self.sender.ready().await.expect("the connection is open");
        let answer = self.sender.send_request(request).await.expect("an answer");
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("a body").to_bytes();
        (status, if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).expect("JSON") })
    }

    /// Closes the connection.
    pub(crate) async fn hang_up(self) {
        self.line.abort();
        drop(self.line.await);
    }
}

/// The one number of a statement's one row.
pub(crate) async fn number(conn: &mut Connection, sql: &str) -> i64 {
    let mut found = None;
    let mut note = |row: &mut cormorant::types::Reader<'_>| {
        found = Some(row.value()?);
        Ok(Flow::More)
    };
    conn.fetch_raw(sql, &[], &[], &mut note).await.expect("an answer");
    found.expect("a row")
}

/// Waits until a statement of this database waits for a lock.
pub(crate) async fn somebody_waits_for_a_lock(conn: &mut Connection) {
    let waiting = "SELECT count(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let start = Instant::now();
    while number(conn, waiting).await == 0 {
        patient(start);
    }
}

/// Waits until something holds.
pub(crate) async fn until(what: impl Fn() -> bool) {
    let start = Instant::now();
    while !what() {
        patient(start);
        tokio::task::yield_now().await;
    }
}

fn patient(start: Instant) {
    assert!(start.elapsed() < Duration::from_secs(60), "it never came");
}
