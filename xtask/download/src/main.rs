//! `download URL [PATH]`: prints where the document came from in a line, and then the document. With a path, it is the one that
//! the path leads to from the URL.

use std::io::Write as _;
use std::process::ExitCode;

use download::{Limits, address, download};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let found = match args.as_slice() {
        [base] => address(base, None),
        [base, path] => address(base, Some(path)),
        _ => Err("usage: download URL [PATH]".to_owned()),
    };
    let written = found.and_then(|url| download(url, Limits::default())).and_then(|found| {
        let mut out = std::io::stdout().lock();
        let written = writeln!(out, "{}", found.url).and_then(|()| out.write_all(&found.bytes)).and_then(|()| out.flush());
        written.map_err(|error| format!("cannot pass the document on: {error}"))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
