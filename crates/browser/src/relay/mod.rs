//! The browser's debugging pipe, made a websocket for chromiumoxide.
//!
//! chromiumoxide speaks websocket only; the pipe is what ends the browser in order when this process dies, and leaves no port that another
//! process could take the account over by. So a loopback listener accepts exactly one websocket on a path that nobody can guess, is closed
//! at once, and messages are copied between the two. On the way the relay answers what the browser will never answer ([`traffic`]): calls
//! owed by a crashed page, a closed target, or a browser that is gone.

mod frames;
mod traffic;

use std::{io, sync::Mutex, time::Duration};

use futures::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinHandle,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async_with_config,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        http::StatusCode,
        protocol::WebSocketConfig,
    },
};

use self::{
    frames::{FrameReader, write_frame},
    traffic::{Command, Traffic},
};

/// How long a connection may take to show that it knows the path.
const HANDSHAKE: Duration = Duration::from_secs(1);
/// Messages under way to chromiumoxide before the pipe is read no further.
const QUEUE: usize = 256;

/// What the relay sees before anybody else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// The page's renderer died.
    PageCrashed,
    /// The browser closed its end of the pipe, or chromiumoxide closed the websocket. Nothing follows.
    Ended,
}

/// A running relay. Dropping it closes both ends, which ends the browser in order.
pub(crate) struct Relay {
    /// Where chromiumoxide connects to, once.
    pub(crate) url: String,
    /// Tells once about a crash and once about the end.
    pub(crate) notices: mpsc::UnboundedReceiver<Notice>,
    task: JoinHandle<()>,
}

impl Relay {
    /// Starts relaying for the browser behind the two ends of its pipe.
    pub(crate) async fn start<R, W>(from_browser: R, to_browser: W) -> io::Result<Self>
    where
        R: AsyncRead + Send + Unpin + 'static,
        W: AsyncWrite + Send + Unpin + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let path = format!("/{:032x}", rand::random::<u128>());
        let url = format!("ws://{}{path}", listener.local_addr()?);
        let (notify, notices) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            if let Ok(websocket) = accept_one(listener, &path).await {
                run(websocket, from_browser, to_browser, &notify).await;
            }
            // Nobody listens any more when the connection was dropped.
            let _ = notify.send(Notice::Ended);
        });
        Ok(Self { url, notices, task })
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Accepts the one connection that knows the path; the listener is gone afterwards.
async fn accept_one(listener: TcpListener, path: &str) -> io::Result<WebSocketStream<TcpStream>> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        if let Ok(Ok(websocket)) = tokio::time::timeout(HANDSHAKE, handshake(stream, path)).await {
            return Ok(websocket);
        }
    }
}

async fn handshake(
    stream: TcpStream,
    path: &str,
) -> Result<WebSocketStream<TcpStream>, tokio_tungstenite::tungstenite::Error> {
    #[expect(clippy::result_large_err, reason = "the signature is tungstenite's")]
    let check = |request: &Request, response: Response| {
        if request.uri().path() == path {
            return Ok(response);
        }
        let mut refusal = ErrorResponse::new(None);
        *refusal.status_mut() = StatusCode::NOT_FOUND;
        Err(refusal)
    };
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    accept_hdr_async_with_config(stream, check, Some(config)).await
}

/// Copies in both directions until either end closes. The websocket is dropped without a close frame: chromiumoxide takes a clean close
/// for a pause and waits for ever, and takes a broken stream for what it is.
async fn run<R, W>(
    websocket: WebSocketStream<TcpStream>,
    from_browser: R,
    mut to_browser: W,
    notify: &mpsc::UnboundedSender<Notice>,
) where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let traffic = Mutex::new(Traffic::default());
    let (mut sink, mut stream) = websocket.split();
    let (outgoing, mut queue) = mpsc::channel::<String>(QUEUE);

    let from_browser = async {
        let mut frames = FrameReader::new(from_browser);
        let mut told = false;
        while let Ok(Some(text)) = frames.next().await {
            let inbound = lock(&traffic).inbound(&text);
            if inbound.crashed && !told {
                told = true;
                let _ = notify.send(Notice::PageCrashed);
            }
            let messages = inbound.forward.then_some(text).into_iter().chain(inbound.answers);
            for message in messages {
                if outgoing.send(message).await.is_err() {
                    return;
                }
            }
        }
    };
    let from_chromiumoxide = async {
        while let Some(Ok(message)) = stream.next().await {
            let Message::Text(text) = message else { continue };
            let command = lock(&traffic).command(&text);
            let passed = match command {
                Command::Forward => write_frame(&mut to_browser, &text).await.is_ok(),
                Command::Answer(answer) => outgoing.send(answer).await.is_ok(),
            };
            if !passed {
                // The browser's end is closing; what it still says, and its end, come through the other pipe.
                futures::future::pending::<()>().await;
            }
        }
    };
    let to_chromiumoxide = async {
        while let Some(text) = queue.recv().await {
            if sink.feed(Message::text(text)).await.is_err() {
                return;
            }
            if queue.is_empty() && sink.flush().await.is_err() {
                return;
            }
        }
    };
    tokio::pin!(to_chromiumoxide);
    tokio::select! {
        () = from_browser => {
            for answer in lock(&traffic).fail_all() {
                // A full queue belongs to a reader that is gone as well.
                let _ = outgoing.try_send(answer);
            }
            drop(outgoing);
            let _ = tokio::time::timeout(HANDSHAKE, to_chromiumoxide).await;
        }
        () = from_chromiumoxide => {}
        () = &mut to_chromiumoxide => {}
    }
}

/// A panic in the table of calls would be a bug of ours, not a reason to lose the connection.
fn lock(traffic: &Mutex<Traffic>) -> std::sync::MutexGuard<'_, Traffic> {
    traffic.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio_tungstenite::{
        client_async,
        tungstenite::{Error as WsError, error::ProtocolError},
    };

    use super::*;

    /// A relay with a browser that the test plays.
    async fn relay() -> (Relay, DuplexStream, DuplexStream) {
        let (commands, relay_writes) = duplex(1024);
        let (relay_reads, answers) = duplex(1024);
        (Relay::start(relay_reads, relay_writes).await.unwrap(), commands, answers)
    }

    async fn connect(url: &str) -> Result<WebSocketStream<TcpStream>, WsError> {
        let address = url.trim_start_matches("ws://").split('/').next().unwrap();
        let stream = TcpStream::connect(address).await?;
        client_async(url, stream).await.map(|(websocket, _)| websocket)
    }

    async fn text(websocket: &mut WebSocketStream<TcpStream>) -> String {
        let message = tokio::time::timeout(Duration::from_secs(10), websocket.next()).await.unwrap();
        message.unwrap().unwrap().into_text().unwrap().to_string()
    }

    async fn command(browser: &mut DuplexStream) -> String {
        let mut bytes = Vec::new();
        loop {
            match browser.read_u8().await.unwrap() {
                0 => return String::from_utf8(bytes).unwrap(),
                byte => bytes.push(byte),
            }
        }
    }

    #[tokio::test]
    async fn copies_both_ways_whatever_the_size() {
        let (relay, mut commands, mut answers) = relay().await;
        let mut websocket = connect(&relay.url).await.unwrap();
        let large = "x".repeat(3_000_000);
        let call = format!(r#"{{"id":1,"method":"Runtime.evaluate","params":{{"expression":"{large}"}}}}"#);
        let (sent, received) = tokio::join!(websocket.send(Message::text(call.clone())), command(&mut commands));
        sent.unwrap();
        assert_eq!(received, call);

        let answer = format!(r#"{{"id":1,"result":{{"value":"{large}"}}}}"#);
        let frame = format!("{answer}\0");
        let (sent, received) = tokio::join!(answers.write_all(frame.as_bytes()), text(&mut websocket));
        sent.unwrap();
        assert_eq!(received, answer);
    }

    #[tokio::test]
    async fn takes_one_connection_and_only_on_its_path() {
        let (relay, _commands, _answers) = relay().await;
        let address = relay.url.rsplit_once('/').unwrap().0;
        assert!(
            matches!(connect(&format!("{address}/json")).await, Err(WsError::Http(answer)) if answer.status() == 404)
        );
        let _websocket = connect(&relay.url).await.unwrap();
        assert!(connect(&relay.url).await.is_err(), "the listener is gone");
    }

    #[tokio::test]
    async fn the_browsers_end_answers_what_is_open_and_breaks_the_websocket() {
        let (mut relay, mut commands, answers) = relay().await;
        let mut websocket = connect(&relay.url).await.unwrap();
        websocket.send(Message::text(r#"{"id":9,"method":"Browser.getVersion"}"#)).await.unwrap();
        command(&mut commands).await;
        drop(answers);
        assert!(text(&mut websocket).await.contains(r#""id":9"#));
        let end = websocket.next().await;
        assert!(
            matches!(end, Some(Err(WsError::Protocol(ProtocolError::ResetWithoutClosingHandshake) | WsError::Io(_)))),
            "{end:?}"
        );
        assert_eq!(relay.notices.recv().await, Some(Notice::Ended));
    }

    #[tokio::test]
    async fn a_crash_is_noticed_and_dropping_the_relay_closes_the_pipe() {
        let (mut relay, mut commands, mut answers) = relay().await;
        let _websocket = connect(&relay.url).await.unwrap();
        answers
            .write_all(b"{\"method\":\"Inspector.targetCrashed\",\"sessionId\":\"S\",\"params\":{}}\0")
            .await
            .unwrap();
        assert_eq!(relay.notices.recv().await, Some(Notice::PageCrashed));
        drop(relay);
        assert_eq!(commands.read(&mut [0; 1]).await.unwrap(), 0);
    }
}
