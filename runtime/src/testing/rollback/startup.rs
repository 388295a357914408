//! How a connection begins: whoever asks for what, and the server's own check of the user.

use std::io;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};

use super::message::{Incoming, Message};
use super::session::Session;
use super::{Desk, broken};

/// Codes that stand in the place of a version.
const CANCEL: u32 = 80_877_102;
const TLS: u32 = 80_877_103;
const GSS: u32 = 80_877_104;

const ONE_CONNECTION: &str = "a test with isolation = \"rollback\" has one connection, which was given already: use isolation = \"database\"";

/// Serves a connection to its end.
pub(super) async fn serve<C, S>(client: C, server: S, desk: &Desk) -> io::Result<()>
where
    C: AsyncRead + AsyncWrite + Send,
    S: AsyncRead + AsyncWrite + Send,
{
    let (reading, mut to_client) = split(client);
    let mut from_client = Incoming::new(reading);
    let Some(packet) = first_packet(&mut from_client, &mut to_client).await? else { return Ok(()) };
    let (mut reading, mut to_server) = split(server);
    if code(&packet)? == CANCEL {
        let running = desk.running.lock().await;
        if *running {
            to_server.write_all(&packet).await?;
            // The server closes the connection when it has obeyed, and then the client knows, too.
            reading.read_to_end(&mut Vec::new()).await?;
        }
        return Ok(());
    }
    if !desk.take() {
        return to_client.write_all(Message::fatal(ONE_CONNECTION).bytes()).await;
    }
    to_server.write_all(&packet).await?;
    let mut session = Session::new(from_client, to_client, Incoming::new(reading), to_server, desk);
    if session.authenticate().await? { session.run().await } else { Ok(()) }
}

/// Tells a client why it cannot be served.
pub(super) async fn refuse(client: impl AsyncRead + AsyncWrite + Send, reason: &str) -> io::Result<()> {
    let (reading, mut to_client) = split(client);
    first_packet(&mut Incoming::new(reading), &mut to_client).await?;
    to_client.write_all(Message::fatal(&format!("the test server cannot be reached: {reason}")).bytes()).await
}

/// The first packet that is no question for encryption.
async fn first_packet(
    from: &mut Incoming<impl AsyncRead + Unpin>,
    to: &mut (impl AsyncWrite + Unpin),
) -> io::Result<Option<BytesMut>> {
    loop {
        let Some(packet) = from.packet().await? else { return Ok(None) };
        match code(&packet)? {
            TLS | GSS => to.write_all(b"N").await?,
            _ => return Ok(Some(packet)),
        }
    }
}

fn code(packet: &[u8]) -> io::Result<u32> {
    packet.get(4..8).map(|mut code| code.get_u32()).ok_or_else(|| broken("a connection begins with nothing"))
}
