//! Any responses to the pages of a list, to its end and from a bookmark: `cargo fuzz run pages` in `generated-client/`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tallyfy_fuzz::{SECRET, Subject, check_error, run};

/// Fewer items than requests that the server answers.
const MOST_ITEMS: u64 = 100;

fuzz_target!(|input: &[u8]| {
    let Subject { builder, reports } = Subject::new(input);
    let client = builder.token(SECRET).build().expect("all is given");
    run(async {
        match client.groups().list().await {
            Ok(page) => drop(format!("{page:?}")),
            Err(error) => check_error(&error),
        }
        // Every page may bring an item, and a list may be long: what must not be is a walk without end that brings none.
        let mut groups = client.groups().list().stream().limit(MOST_ITEMS);
        while let Some(group) = groups.next().await {
            match group {
                Ok(group) => drop(group),
                Err(error) => {
                    check_error(&error);
                    break;
                }
            }
        }
    });
    reports.check();
});
