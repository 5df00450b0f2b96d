//! `mock SPEC OVERLAY PORT STATE FAULT-RATE LATENCY`: serves a definition, and prints its address in a line. An overlay or a state of
//! `-` is none, the rate is the share of requests that are refused, and the latency is in milliseconds.

mod answers;
mod checks;
mod definition;
mod errors;
mod resources;
mod server;
mod store;
mod template;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use definition::Definition;
use resources::Resources;
use server::{Faults, Mock};
use store::{State, StateFile};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), String> {
    let [spec, overlay, port, state, rate, latency] = args else {
        return Err("usage: mock SPEC OVERLAY PORT STATE FAULT-RATE LATENCY".to_owned());
    };
    let path = |text: &'_ str| Some(Path::new(text).to_owned()).filter(|_| text != "-");
    let definition = Definition::read(Path::new(spec), path(overlay).as_deref())?;
    let (file, state) = match path(state) {
        Some(path) => StateFile::open(&path).map(|(file, state)| (Some(file), state))?,
        None => (None, State::default()),
    };
    let number = |text: &str, what: &str| text.parse::<f64>().map_err(|_| format!("error: `{text}` is no {what}"));
    let mock = Mock {
        resources: Resources::new(&definition, state, file),
        faults: Faults::new(number(rate, "share of requests")?),
        latency: Duration::from_secs_f64(number(latency, "number of milliseconds")? / 1000.0),
        definition,
    };
    let port = port.parse().map_err(|_| format!("error: `{port}` is no port"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| format!("error: cannot start: {error}"))?.block_on(server::serve(mock, port))
}
