//! Findings in SARIF 2.1.0, which code hosts and editors show beside the lines they are about.

use serde_json::{Value, json};

use super::finding::{Diagnostic, Severity, sorted};
use crate::suggestion::Action;

/// The report of all findings, errors first.
pub fn render(diagnostics: &[Diagnostic]) -> String {
    let results: Vec<Value> = sorted(diagnostics).into_iter().map(result).collect();
    let driver = json!({ "name": "cargo xtask validate", "version": env!("CARGO_PKG_VERSION"), "rules": [rule(Severity::Error), rule(Severity::Warning)] });
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        // Columns count characters.
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{log:#}\n")
}

fn rule(severity: Severity) -> Value {
    let text = match severity {
        Severity::Error => "The output would be wrong: nothing is generated.",
        Severity::Warning => "Something was skipped or approximated.",
    };
    json!({ "id": severity.as_str(), "shortDescription": { "text": text }, "defaultConfiguration": { "level": severity.as_str() } })
}

fn result(found: &Diagnostic) -> Value {
    let help = found.help.iter().map(|help| format!("\nhelp: {help}"));
    let actions: Vec<Value> = found.actions.iter().filter(|action| action.is_located()).map(Action::to_json).collect();
    let shown = actions.iter().map(|action| format!("\noverlay: {action}"));
    let text: String = std::iter::once(found.message.clone()).chain(help).chain(shown).collect();
    let mut result = json!({ "ruleId": found.severity.as_str(), "level": found.severity.as_str(), "message": { "text": text } });
    let location = location(found);
    if location.as_object().is_some_and(|location| !location.is_empty()) {
        result["locations"] = json!([location]);
    }
    if !actions.is_empty() {
        result["properties"] = json!({ "overlay": actions });
    }
    result
}

/// Where it is: in a file, and in the document.
fn location(found: &Diagnostic) -> Value {
    let mut location = json!({});
    if !found.source.is_empty() {
        location["physicalLocation"] = json!({ "artifactLocation": { "uri": uri(&found.source) } });
        if let Some((line, column)) = found.position {
            location["physicalLocation"]["region"] = json!({ "startLine": line, "startColumn": column });
        }
    }
    if !found.at.as_str().is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": found.at.as_str() }]);
    }
    location
}

/// A path as a reference to a file: relative as it was given, or of the scheme `file`.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.split('/').next().is_some_and(|first| first.ends_with(':')) {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;

    #[test]
    fn every_finding_is_a_result_with_its_place() {
        let at = Pointer::root().push("paths").push("/a");
        let warning = Diagnostic::warning(at, "something").help("do this");
        let warning = Diagnostic { source: "a b/ä.yaml".into(), position: Some((3, 5)), ..warning };
        let error = Diagnostic { source: "/s.yaml".into(), ..Diagnostic::error(Pointer::root(), "all wrong") };
        let log: Value = serde_json::from_str(&render(&[warning, error])).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules: Vec<_> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
        let expected = json!([
            {
                "ruleId": "error", "level": "error", "message": { "text": "all wrong" },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "file:///s.yaml" } } }],
            },
            {
                "ruleId": "warning", "level": "warning", "message": { "text": "something\nhelp: do this" },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": "a%20b/%C3%A4.yaml" },
                        "region": { "startLine": 3, "startColumn": 5 },
                    },
                    "logicalLocations": [{ "fullyQualifiedName": "/paths/~1a" }],
                }],
            },
        ]);
        assert_eq!(run["results"], expected);
        assert!(expected.as_array().unwrap().iter().all(|result| rules.contains(&&result["ruleId"])));
    }

    #[test]
    fn nothing_found_is_a_report_as_well() {
        let log: Value = serde_json::from_str(&render(&[])).unwrap();
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
