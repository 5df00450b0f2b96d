//! A program that reads examples with the types of generated crates and writes them back: an order on each line of its input, an
//! answer on each line of its output.

#![allow(warnings)]

use std::io::{BufRead as _, Write as _};
use std::panic::{self, AssertUnwindSafe};

use serde_json::{Value, json};

use crate::runtime::round_trip::Order;

mod documents;
mod runtime;

/// Reads JSON and writes it again.
type Reader = fn(&Order<'_>) -> Result<String, String>;

fn answer(order: &Value) -> Value {
    let text = |name: &str| order[name].as_str();
    let reader = documents::READERS[order["reader"].as_u64().unwrap_or_default() as usize];
    let order = Order {
        text: text("text").unwrap_or_default(),
        envelope: text("envelope"),
        items: text("items"),
        strict: order["strict"].as_bool().unwrap_or_default(),
    };
    match panic::catch_unwind(AssertUnwindSafe(|| reader(&order))) {
        Ok(Ok(text)) => json!({"text": text}),
        Ok(Err(error)) => json!({"error": error}),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            json!({"panic": words.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default()})
        }
    }
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let order: Value = serde_json::from_str(&line.expect("the input can be read")).expect("an order is JSON");
        // After each: what a program that ends itself has done is known.
        writeln!(out, "{}", answer(&order)).and_then(|()| out.flush()).expect("the output can be written");
    }
}
