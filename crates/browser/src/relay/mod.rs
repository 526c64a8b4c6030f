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
