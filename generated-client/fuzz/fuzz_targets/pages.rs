//! Any responses to the pages of a list, to its end and from a bookmark: `cargo fuzz run pages` in `generated-client/`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tallyfy_fuzz::{SECRET, Subject, check_error, run};

fuzz_target!(|input: &[u8]| {
    let Subject { builder, reports } = Subject::new(input);
    let client = builder.token(SECRET).build().expect("all is given");
    run(async {
        match client.groups().list().await {
            Ok(page) => drop(format!("{page:?}")),
            Err(error) => check_error(&error),
        }
        let mut groups = client.groups().list().stream();
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
