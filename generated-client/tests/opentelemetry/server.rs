//! A server on loopback that answers with one response after the other, and writes down the heads of requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server. It lives until the process ends.
pub struct Server {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

/// A response with this status.
pub fn status(status: u16) -> String {
    format!("HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}")
}

impl Server {
    /// Starts a server. The last response is for all requests that follow; one that is empty is none.
    pub fn start(responses: impl IntoIterator<Item = String>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let (keep, responses) = (heads.clone(), Arc::new(responses.into_iter().collect::<Vec<_>>()));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (heads, responses) = (keep.clone(), responses.clone());
                thread::spawn(move || serve(stream, &heads, &responses));
            }
        });
        Self { url, heads }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns a header of each request so far.
    pub fn headers(&self, name: &str) -> Vec<Option<String>> {
        let heads = self.heads.lock().expect("no panic");
        let find = |head: &String| {
            let mut pairs = head.lines().filter_map(|line| line.split_once(": "));
            pairs.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        heads.iter().map(find).collect()
    }
}

fn serve(mut stream: TcpStream, heads: &Mutex<Vec<String>>, responses: &[String]) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        reader.read_exact(&mut vec![0; length]).ok()?;
        let number = {
            let mut heads = heads.lock().expect("no panic");
            heads.push(head);
            heads.len() - 1
        };
        let response = responses.get(number).or(responses.last()).filter(|response| !response.is_empty());
        // What is cut short ends with its connection.
        stream.write_all(response?.as_bytes()).ok()?;
        if response?.ends_with("cut") {
            return None;
        }
    }
}
