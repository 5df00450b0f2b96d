//! The parts of a multipart form.

/// A part.
#[derive(Debug, Clone, PartialEq, PartialOrd, Eq, Ord)]
pub struct Part {
    pub name: String,
    /// The name and the type of a file.
    pub file: Option<(String, String)>,
    pub content: Vec<u8>,
}

impl Part {
    /// Reads a part as RFC 7578 writes it.
    fn read(part: &[u8]) -> Option<Self> {
        let end = find(part, b"\r\n\r\n")?;
        let head = std::str::from_utf8(part.get(..end)?).ok()?;
        let mut lines = head.split("\r\n");
        let disposition = lines.next()?.strip_prefix("Content-Disposition: form-data; name=\"")?;
        let media = lines.next().and_then(|line| line.strip_prefix("Content-Type: "));
        let (name, rest) = disposition.split_once('"')?;
        let file = rest.strip_prefix("; filename=\"").and_then(|rest| rest.strip_suffix('"'));
        let file = file.map(|file| (file.to_owned(), media.unwrap_or_default().to_owned()));
        Some(Self { name: name.to_owned(), file, content: part.get(end + 4..)?.to_vec() })
    }
}

/// Splits a multipart body, or returns nothing where it is not one from beginning to end.
pub fn split(body: &[u8]) -> Option<Vec<Part>> {
    let first = find(body, b"\r\n")?;
    let boundary = std::str::from_utf8(body.get(..first)?).ok()?.strip_prefix("--")?;
    let mut rest = body.get(first + 2..)?;
    let between = format!("\r\n--{boundary}");
    let mut parts = Vec::new();
    loop {
        let end = find(rest, between.as_bytes())?;
        parts.push(Part::read(rest.get(..end)?)?);
        rest = rest.get(end + between.len()..)?;
        match rest.strip_prefix(b"\r\n") {
            Some(next) => rest = next,
            None => return (rest == b"--\r\n").then_some(parts),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
