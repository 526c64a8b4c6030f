//! The pipe's framing: JSON texts, each ended by a zero byte.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

/// Reads messages from the browser.
pub(super) struct FrameReader<R> {
    inner: BufReader<R>,
    buffer: Vec<u8>,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner: BufReader::with_capacity(64 * 1024, inner), buffer: Vec::new() }
    }

    /// The next message, or `None` at the pipe's end. A message cut short by the end is dropped.
    pub(super) async fn next(&mut self) -> io::Result<Option<String>> {
        self.buffer.clear();
        self.inner.read_until(0, &mut self.buffer).await?;
        if self.buffer.pop() != Some(0) {
            return Ok(None);
        }
        let text = String::from_utf8(std::mem::take(&mut self.buffer));
        text.map(Some).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

/// Writes one message to the browser.
pub(super) async fn write_frame(pipe: &mut (impl AsyncWrite + Unpin), text: &str) -> io::Result<()> {
    pipe.write_all(text.as_bytes()).await?;
    pipe.write_all(&[0]).await?;
    pipe.flush().await
}
