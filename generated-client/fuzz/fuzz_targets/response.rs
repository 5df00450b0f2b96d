//! Any response to calls of several kinds: `cargo fuzz run response` in `generated-client/`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tallyfy::types::CreateTagInput;
use tallyfy::{Method, Value, types};
use tallyfy_fuzz::{SECRET, Subject, check_error, run};

fuzz_target!(|input: &[u8]| {
    let Subject { builder, reports } = Subject::new(input);
    let client = builder.token(SECRET).build().expect("all is given");
    run(async {
        match client.groups().get("a").await {
            Ok(group) => drop(format!("{group:?}")),
            Err(error) => {
                check_error(&error);
                drop(error.typed::<types::Error>());
            }
        }
        // A write, of which it matters what became of it.
        if let Err(error) = client.tags().create(&CreateTagInput::new("a")).with_response().await {
            check_error(&error);
        }
        match client.request(Method::GET, "/x").await {
            Ok(value) => drop::<Value>(value),
            Err(error) => check_error(&error),
        }
    });
    reports.check();
});
