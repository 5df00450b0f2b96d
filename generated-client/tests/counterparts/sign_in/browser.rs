//! As much of a browser as the pages of the server need: links, forms and cookies.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// What a person does on the pages of the server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    SignIn,
    Cancel,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    pub url: String,
    pub status: u16,
    pub body: String,
}

#[derive(Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Opens a URL and answers what is asked, until there is a page without a question.
    pub fn visit(&mut self, url: &str, answer: Answer) -> Page {
        let mut page = self.follow("GET", url.to_owned(), None);
        for _ in 0..10 {
            let cancel = attribute(&page.body, "href=\"", "/abort").filter(|_| answer == Answer::Cancel);
            page = match (cancel, Form::of(&page.body)) {
                (Some(url), _) => return self.follow("GET", url, None),
                (None, Some(form)) => self.follow("POST", form.action, Some(form.fields.join("&"))),
                (None, None) => return page,
            };
        }
        panic!("the pages do not end: {page:?}");
    }

    /// Makes a request, and follows where it leads.
    fn follow(&mut self, method: &str, url: String, body: Option<String>) -> Page {
        let (mut url, mut request) = (url, (method.to_owned(), body));
        for _ in 0..20 {
            let (head, body) = self.send(&request.0, &url, request.1.take());
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
            let location = head.lines().find_map(|line| header(line, "location").map(str::to_owned));
            let Some(location) = location.filter(|_| (300..400).contains(&status)) else {
                return Page { url, status, body };
            };
            url = if location.starts_with('/') { format!("http://{}{location}", host_and_target(&url).0) } else { location };
            request = ("GET".to_owned(), None);
        }
        panic!("too many redirects: {url}");
    }

    fn send(&mut self, method: &str, url: &str, body: Option<String>) -> (String, String) {
        let (host, target) = host_and_target(url);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {}\r\n", cookies.join("; "));
        let body = body.unwrap_or_default();
        if method == "POST" {
            request.push_str(&format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", body.len()));
        }
        let mut stream = TcpStream::connect(host).expect("it listens");
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).expect("it takes the request");
        let mut response = Vec::new();
        stream.read_to_end(&mut response).expect("it answers");
        let response = String::from_utf8_lossy(&response).into_owned();
        let (head, body) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
        for cookie in head.lines().filter_map(|line| header(line, "set-cookie")) {
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).unwrap_or_default();
            if value.is_empty() { drop(self.cookies.remove(name)) } else { drop(self.cookies.insert(name.to_owned(), value.to_owned())) }
        }
        (head.to_owned(), body.to_owned())
    }
}

/// A form, with what a person enters.
struct Form {
    action: String,
    fields: Vec<String>,
}

impl Form {
    fn of(page: &str) -> Option<Self> {
        let form = page.split("<form").nth(1)?.split("</form>").next()?;
        let mut fields: Vec<String> = form.split("<input").skip(1).filter_map(field).collect();
        if form.contains("name=\"login\"") {
            fields.extend(["login=ada".to_owned(), "password=any".to_owned()]);
        }
        Some(Self { action: attribute(form, "action=\"", "")?, fields })
    }
}

/// Returns a field that has a value.
fn field(input: &str) -> Option<String> {
    let input = input.split('>').next()?;
    Some(format!("{}={}", attribute(input, "name=\"", "")?, attribute(input, "value=\"", "")?))
}

/// Returns the first value of an attribute with this end.
fn attribute(html: &str, name: &str, end: &str) -> Option<String> {
    html.split(name).skip(1).filter_map(|rest| rest.split('"').next()).find(|value| value.ends_with(end)).map(str::to_owned)
}

fn header<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn host_and_target(url: &str) -> (&str, &str) {
    let rest = url.trim_start_matches("http://");
    rest.find('/').map_or((rest, "/"), |at| rest.split_at(at))
}
