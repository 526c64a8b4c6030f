//! A tiny HTTP server for pages that WhatsApp Web is not.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};

pub struct Page {
    pub url: String,
    task: JoinHandle<()>,
}

impl Page {
    /// Answers every request with this status and document; `None` never answers.
    pub async fn serve(answer: Option<(u16, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some((status, body)) = answer else {
                    held.push(stream);
                    continue;
                };
                tokio::spawn(async move {
                    let _ = stream.read(&mut [0; 4096]).await;
                    let head =
                        format!("HTTP/1.1 {status} X\r\ncontent-type: text/html\r\ncontent-length: {}\r\n", body.len());
                    let _ = stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).await;
                });
            }
        });
        Self { url, task }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.task.abort();
    }
}
