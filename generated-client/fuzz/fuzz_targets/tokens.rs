//! Any responses to the renewal of a token, and to the call that needs it: `cargo fuzz run tokens` in `generated-client/`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tallyfy::sign_in;
use tallyfy_fuzz::{SECRET, Subject, check_error, run};

fuzz_target!(|input: &[u8]| {
    let Subject { builder, reports } = Subject::new(input);
    let provider = sign_in::refresh_token("id", "another-secret", SECRET);
    let client = builder.token_provider(provider).build().expect("all is given");
    run(async {
        for _ in 0..2 {
            match client.users().get_own().await {
                Ok(user) => drop(format!("{user:?}")),
                Err(error) => check_error(&error),
            }
        }
    });
    reports.check();
});
