//! The committed scores: a section for each definition.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::score::ContractScore;

/// Where they lie.
pub const REPORT: &str = "xtask/contract/REPORT.md";

const HEAD: &str = "# Scores of `cargo xtask contract`\n\n\
    Written by the command with `--report`: a section for each definition, with what is not kept by its reason, the most frequent first.\n";

/// How schemathesis names what it has found, among requests to repeat it and responses.
const FINDING: &str = "- ST";

/// Writes the section of a definition in place of the one that is there.
pub fn write(path: &Path, name: &str, score: &ContractScore) -> Result<(), String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut sections: BTreeMap<&str, String> =
        text.split("\n## ").skip(1).filter_map(|text| Some((text.lines().next()?, text.split_once('\n')?.1.trim().to_owned()))).collect();
    sections.insert(name, section(score));
    let mut text = HEAD.to_owned();
    for (name, section) in sections {
        let _ = write!(text, "\n## {name}\n\n{section}\n");
    }
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

fn section(score: &ContractScore) -> String {
    let mut text = score.rows();
    let reasons: BTreeMap<&str, BTreeMap<String, usize>> = score
        .faults()
        .into_iter()
        .map(|(by, faults)| {
            let mut counted = BTreeMap::new();
            let found = faults.iter().filter(|fault| by != "schemathesis" || fault.trim_start().starts_with(FINDING));
            found.for_each(|fault| *counted.entry(reason(fault.trim_start().trim_start_matches("- "))).or_default() += 1);
            (by, counted)
        })
        .collect();
    for (by, counted) in reasons.into_iter().filter(|(_, counted)| !counted.is_empty()) {
        let mut counted: Vec<(String, usize)> = counted.into_iter().collect();
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let _ = write!(text, "\n{by}:\n\n");
        for (reason, count) in counted {
            let _ = writeln!(text, "- {count} × {reason}");
        }
    }
    text.trim_end().to_owned()
}

/// What is wrong without where: the words that no name and no number of the definition is.
fn reason(fault: &str) -> String {
    let fault = fault.split_once(": ").map_or(fault, |(_, fault)| fault);
    let is_place = |word: &str| word.contains("://") || word.contains("127.0.0.1") || word.starts_with('/') || word.contains("/{");
    let words = fault.split(' ').map(|word| if is_place(word) { "…" } else { word });
    let text = words.collect::<Vec<_>>().join(" ");
    let cut: String = text.chars().take(160).collect();
    cut.replace(['|', '\n'], " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_no_places() {
        assert_eq!(reason("pets.get: GET http://127.0.0.1:1/pets/1 was answered with 500"), "GET … was answered with 500");
        assert_eq!(reason("pets.list: must be string (request.query.a)"), "must be string (request.query.a)");
    }
}
