//! What Tallyfy sends by itself.

use serde_json::Value;
use tallyfy::webhook::Event;

use crate::compare::differences;

/// What is wrong with how a body is read, by its content and by the name of its webhook, and written again.
pub fn check(name: &str, body: &Value) -> Vec<String> {
    let bytes = body.to_string().into_bytes();
    let mut problems = Vec::new();
    for (way, read) in [("its content", Event::from_slice(&bytes)), ("its name", Event::named(name, &bytes))] {
        let event = match read {
            Ok(event) => event,
            Err(error) => {
                problems.push(format!("by {way}: {error}"));
                continue;
            }
        };
        if event.name() != Some(name) {
            problems.push(format!("by {way} it is {:?}", event.name()));
        }
        match serde_json::to_value(&event) {
            Ok(again) => problems.extend(differences(body, &again, "").into_iter().map(|problem| format!("by {way}: {problem}"))),
            Err(error) => problems.push(format!("by {way}: {error}")),
        }
    }
    problems
}
