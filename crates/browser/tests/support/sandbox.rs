//! The project's stand-in for WhatsApp Web, run by Node and steered over its control API.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::until;

/// Ends with its stdin, so that it never outlives the test.
const RUN: &str = "
    const { startSandbox } = require(process.argv[1]);
    startSandbox(JSON.parse(process.argv[2])).then((sandbox) => {
      console.log(JSON.stringify({ url: sandbox.url, control: sandbox.controlUrl }));
      process.stdin.on('end', () => process.exit(0)).resume();
    });";

pub struct Sandbox {
    node: Child,
    pub url: String,
    control: String,
}

impl Sandbox {
    pub fn start(options: &Value) -> Self {
        let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sandbox/index.js");
        let mut node = Command::new("node")
            .args(["-e", RUN, module.to_str().unwrap(), &options.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(node.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addresses: Value = serde_json::from_str(&line).unwrap();
        let address = |name: &str| addresses[name].as_str().unwrap().to_owned();
        Self { url: address("url"), control: address("control"), node }
    }

    pub fn plain() -> Self {
        Self::start(&json!({}))
    }

    /// POSTs to the control API.
    pub async fn act(&self, path: &str, body: Value) -> Value {
        let (status, value) = self.request("POST", path, &body.to_string()).await;
        assert_eq!(status, 200, "{path}: {value}");
        value
    }

    /// POSTs something that may be refused.
    pub async fn try_act(&self, path: &str, body: Value) -> Result<Value, Value> {
        let (status, value) = self.request("POST", path, &body.to_string()).await;
        if status == 200 { Ok(value) } else { Err(value) }
    }

    pub async fn fault(&self, name: &str, args: Value) -> Value {
        self.act(&format!("faults/{name}"), json!({ "args": args })).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.request("GET", path, "").await.1
    }

    /// What arrived at a contact's phone, once there is something.
    pub async fn arrivals(&self, phone: &str) -> Vec<Value> {
        until("an arrival", async || {
            let contact = self.get(&format!("contact?phone={phone}")).await;
            contact["arrivals"].as_array().filter(|arrivals| !arrivals.is_empty()).cloned()
        })
        .await
    }

    async fn request(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let host = self.control.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).await.unwrap();
        let request = format!(
            "{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            unchunk(body)
        } else {
            body.to_owned()
        };
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.node.stdin.take());
        let _ = self.node.wait();
    }
}

fn unchunk(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let Ok(size @ 1..) = usize::from_str_radix(size, 16) else { break };
        whole.push_str(&rest[..size]);
        body = &rest[size + 2..];
    }
    whole
}
