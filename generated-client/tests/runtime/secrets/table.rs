//! The table: each door with each sink, for secrets of three kinds.

use super::doors::{DOORS, Door};
use super::sinks::{Answer, Echo, SINKS, Sink};

/// One that needs no escapes, one that does, and one that is too short to be found by its value.
const SECRETS: [&str; 3] = ["c4nary-0f3b7a91", "c4nary/t+k='p'?&x", "q~7"];

/// The spellings that someone might search a log for.
fn spellings(secret: &str) -> Vec<String> {
    let percent = |upper: bool| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ if upper => format!("%{byte:02X}"),
            _ => format!("%{byte:02x}"),
        };
        secret.bytes().map(byte).collect()
    };
    let base64 = |text: &str| {
        let value = serde_json::to_value(crate::runtime::Base64::from(text.to_owned())).expect("writable");
        value.as_str().expect("a string").trim_end_matches('=').to_owned()
    };
    vec![secret.to_owned(), percent(true), percent(false), base64(secret), base64(&format!("me:{secret}"))]
}

fn is_tried(door: &Door, sink: &Sink, secret: &str) -> bool {
    let is_short = secret.len() < 4;
    // In these cells nobody can know that it is a secret: there is neither its place nor enough of its value.
    let is_unknown = is_short && (sink.is_text && !door.has_place || !sink.is_before && door.is_path);
    // What is known only when an attempt is made cannot be in an argument, unless the application repeats itself.
    let is_early = door.is_late && sink.name == "a refused preview";
    !(is_unknown || is_early || door.is_raw && secret.contains('&'))
}

fn check(door: &Door, sink: &Sink, secret: &'static str) {
    let echo = Echo::new(door, sink.answer, secret);
    let shown = (sink.show)(door, door.client(secret).transport(echo.clone()), secret);
    let seen = echo.seen.lock().expect("no panic").clone();
    let logged = seen.into_iter().map(|headers| ("the headers of a request", headers));
    for (what, text) in shown.into_iter().chain(logged) {
        for spelling in spellings(secret) {
            let cell = format!("{} in {} ({what})", door.name, sink.name);
            assert!(!text.contains(&spelling), "{cell} shows {spelling}: {text}");
        }
    }
}

#[test]
fn no_secret_that_comes_in_is_shown() {
    let mut cells = 0;
    let mut wrong = Vec::new();
    for secret in SECRETS {
        for door in DOORS {
            for sink in SINKS.iter().filter(|sink| is_tried(door, sink, secret)) {
                cells += 1;
                let checked = std::panic::catch_unwind(|| check(door, sink, secret));
                let said =
                    |panic: Box<dyn std::any::Any + Send>| panic.downcast::<String>().map_or_else(|_| sink.name.to_owned(), |said| *said);
                wrong.extend(checked.err().map(said));
            }
        }
    }
    let beginnings: Vec<String> = wrong.iter().map(|line| line.chars().take(600).collect()).collect();
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), beginnings.join("\n"));
    assert_eq!(DOORS.len(), 56);
    // Three sinks are there with their features only.
    if cfg!(all(feature = "drift", feature = "tracing")) {
        assert_eq!((SINKS.len(), cells), (17, 2760));
    }
}

/// The test sees what it would see: each secret is sent.
#[test]
fn each_door_lets_the_secret_through() {
    for secret in SECRETS {
        for door in DOORS.iter().filter(|door| is_tried(door, &SINKS[0], secret)) {
            let echo = Echo::new(door, Answer::Accepts, secret);
            let client = door.client(secret).transport(echo.clone()).build().expect("all is given");
            let _ = crate::api::call(door.request(&client, secret));
            let sent = echo.sent.lock().expect("no panic").concat();
            let json = serde_json::to_string(secret).expect("writable");
            let found = spellings(secret).iter().any(|spelling| sent.contains(spelling)) || sent.contains(json.trim_matches('"'));
            // A bound parameter is sent by the paths that have it.
            assert!(found || door.name == "a bound parameter", "{}: {sent}", door.name);
        }
    }
}
