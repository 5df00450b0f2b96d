//! The score: how many operations keep the contract, and what does not.

use std::fmt::Write as _;

use serde_json::Value;

use super::python::Found;

/// What is counted.
pub struct ContractScore {
    operations: usize,
    prism: Side,
    mock: Side,
    bodies: Found,
    fuzzed: Found,
}

/// The calls of one server.
struct Side {
    calls: usize,
    /// What is wrong, a line for each.
    faults: Vec<String>,
    /// How many calls have none of it.
    kept: usize,
}

impl Side {
    fn of(results: &[Value]) -> Self {
        let mut side = Self { calls: results.len(), faults: Vec::new(), kept: 0 };
        for result in results {
            let found = faults(result);
            side.kept += usize::from(found.is_empty());
            let key = result["key"].as_str().unwrap_or_default();
            side.faults.extend(found.into_iter().map(|fault| format!("{key}: {fault}")));
        }
        side
    }
}

/// What is wrong with a call: what the server does not allow of it, a status of an error, what could not be read, or differs.
fn faults(result: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for received in result["received"].as_array().into_iter().flatten() {
        if received["status"].as_u64().is_none_or(|status| status >= 400) {
            found.push(format!("{} was answered with {}", received["request"], received["status"]));
        }
        let violations: Vec<Value> = received["violations"].as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        found.extend(violations.iter().map(|one| format!("{} ({})", one["message"], one["location"])));
    }
    found.extend(result["error"].as_str().map(str::to_owned));
    found.extend(result["drift"].as_array().into_iter().flatten().map(|drift| format!("drift: {drift}")));
    found
}

impl ContractScore {
    pub fn new(operations: usize, by_prism: &[Value], by_mock: &[Value], bodies: Found, fuzzed: Found) -> Self {
        Self { operations, prism: Side::of(by_prism), mock: Side::of(by_mock), bodies, fuzzed }
    }

    /// Whether nothing is wrong, and every operation was called.
    pub fn is_kept(&self) -> bool {
        let all = |side: &Side| side.kept == side.calls && side.calls >= self.operations;
        all(&self.prism) && all(&self.mock) && self.bodies.faults.is_empty() && self.fuzzed.faults.is_empty()
    }

    /// What is wrong, by who says so: a line for each.
    pub fn faults(&self) -> Vec<(&'static str, Vec<String>)> {
        let lines = |found: &Found| found.faults.lines().map(str::to_owned).collect();
        vec![
            ("Prism", self.prism.faults.clone()),
            ("mock", self.mock.faults.clone()),
            ("jsonschema", lines(&self.bodies)),
            ("schemathesis", lines(&self.fuzzed)),
        ]
    }

    /// The counts in a line.
    pub fn figure(&self) -> String {
        let (bodies, fuzzed) = (&self.bodies.figure, &self.fuzzed.figure);
        format!("{} by Prism, {} by the mock server; {bodies}; {fuzzed}", of(&self.prism), of(&self.mock))
    }

    /// As a table, with all that is wrong below it.
    pub fn table(&self) -> String {
        let mut text = self.rows();
        for (by, faults) in self.faults().into_iter().filter(|(_, faults)| !faults.is_empty()) {
            let _ = writeln!(text, "\n{by}:\n{}", faults.join("\n"));
        }
        text
    }

    /// The counts as a table.
    pub fn rows(&self) -> String {
        let mut text = String::from("| what | score |\n|---|---|\n");
        let rows = [
            ("operations", self.operations.to_string()),
            ("calls that Prism accepts, and whose responses are read without a difference", of(&self.prism)),
            ("calls that the mock server answers", of(&self.mock)),
            ("bodies of the mock server, by `jsonschema`", self.bodies.figure.clone()),
            ("the mock server, by `schemathesis`", self.fuzzed.figure.clone()),
        ];
        for (what, score) in rows {
            let _ = writeln!(text, "| {what} | {score} |");
        }
        text
    }
}

fn of(side: &Side) -> String {
    format!("{} of {}", side.kept, side.calls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_server_does_not_allow_is_a_fault() {
        let violations = r#"[{"location":["request","query","page"],"message":"must be integer"}]"#;
        let received = json!([{"request": "GET /a", "status": 422, "violations": violations}]);
        let good =
            json!({"key": "a.list", "received": [{"request": "GET /a", "status": 200, "violations": null}], "error": null, "drift": []});
        let bad = json!({"key": "a.get", "received": received, "error": "no", "drift": ["x"]});
        let side = Side::of(&[good, bad]);
        assert_eq!((side.calls, side.kept, side.faults.len()), (2, 1, 4));
        let found = |faults: &str| Found { figure: "1".into(), faults: faults.into() };
        let kept = |operations, faults| {
            let side = || Side { calls: 1, faults: Vec::new(), kept: 1 };
            ContractScore { operations, prism: side(), mock: side(), bodies: found(""), fuzzed: found(faults) }.is_kept()
        };
        assert!(kept(1, "") && !kept(2, "") && !kept(1, "x"));
    }
}
