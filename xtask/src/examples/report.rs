//! What became of the examples: a table, and each that differs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::case::{Answer, Case, Kind};
use super::compare::{Likeness, compare};

/// The outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Equal,
    /// But for nulls in types that are only read.
    EqualButNulls,
    /// What is written is something else, or nothing.
    Differs(String),
    Panic(String),
}

/// An example and what became of it.
#[derive(Debug)]
pub struct Row {
    pub path: String,
    pub case: Case,
    pub outcome: Outcome,
}

impl Row {
    pub fn new(path: &str, case: Case, answer: &Answer) -> Self {
        let outcome = match answer {
            Answer::Panic(words) => Outcome::Panic(words.clone()),
            Answer::Error(words) => Outcome::Differs(format!("not read: {words}")),
            Answer::Text(text) => match serde_json::from_str::<Value>(text) {
                Err(error) => Outcome::Differs(format!("what is written is no JSON: {error}")),
                Ok(written) => match compare(case.part.of(&case.value), &written) {
                    Likeness::Equal => Outcome::Equal,
                    Likeness::EqualButNulls if !case.sent => Outcome::EqualButNulls,
                    Likeness::EqualButNulls => Outcome::Differs("null became absent".to_owned()),
                    Likeness::Differs(difference) => Outcome::Differs(difference),
                },
            },
        };
        Self { path: path.to_owned(), case, outcome }
    }

    fn is_equal(&self) -> bool {
        matches!(self.outcome, Outcome::Equal | Outcome::EqualButNulls)
    }

    fn is_valid(&self) -> bool {
        self.case.fault.is_none()
    }

    /// Whether the generated types are to blame.
    pub fn is_fault(&self) -> bool {
        match &self.outcome {
            Outcome::Equal | Outcome::EqualButNulls => false,
            Outcome::Differs(_) => self.is_valid(),
            Outcome::Panic(_) => true,
        }
    }
}

/// The counts of one kind.
#[derive(Default)]
struct Counts {
    all: usize,
    valid: usize,
    valid_equal: usize,
    valid_but_nulls: usize,
    invalid_equal: usize,
    panics: usize,
}

impl Counts {
    fn of<'r>(rows: impl Iterator<Item = &'r Row>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            let is_equal = row.is_equal();
            counts.all += 1;
            counts.valid += usize::from(row.is_valid());
            counts.valid_equal += usize::from(row.is_valid() && is_equal);
            counts.valid_but_nulls += usize::from(row.is_valid() && row.outcome == Outcome::EqualButNulls);
            counts.invalid_equal += usize::from(!row.is_valid() && is_equal);
            counts.panics += usize::from(matches!(row.outcome, Outcome::Panic(_)));
        }
        counts
    }

    fn line(&self, name: &str) -> String {
        let share = |part: usize, whole: usize| format!("{:.2} %", 100.0 * part as f64 / whole.max(1) as f64);
        let invalid = self.all - self.valid;
        format!(
            "| {name} | {} | {} | {} | {} | {} | {invalid} | {} | {} |\n",
            self.all,
            self.valid,
            self.valid_equal,
            self.valid_but_nulls,
            share(self.valid_equal, self.valid),
            self.invalid_equal,
            self.panics
        )
    }
}

/// The table.
pub fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "| examples of | all | valid by schema | of these equal | but for nulls in what is only read | share | not valid | of these equal | panics |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for kind in Kind::ALL {
        out += &Counts::of(rows.iter().filter(|row| row.case.kind == kind)).line(kind.as_str());
    }
    out + &Counts::of(rows.iter()).line("all")
}

/// Each example that is not equal, those that are valid first.
pub fn tsv(rows: &[Row]) -> String {
    let mut out = String::from("verdict\tkind\tpath\tplace\ttype\tdifference\tnot valid since\n");
    let mut different: Vec<&Row> = rows.iter().filter(|row| !row.is_equal()).collect();
    different.sort_by_key(|row| (!row.is_fault(), &row.path, &row.case.at));
    for row in different {
        let (verdict, words) = match &row.outcome {
            Outcome::Panic(words) => ("panic", words),
            Outcome::Differs(words) if row.is_valid() => ("differs", words),
            Outcome::Differs(words) => ("not-valid", words),
            Outcome::Equal | Outcome::EqualButNulls => continue,
        };
        let cells =
            [verdict, row.case.kind.as_str(), &row.path, &row.case.at, &row.case.ty, words, row.case.fault.as_deref().unwrap_or("")];
        let cells: Vec<String> = cells.into_iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let _ = writeln!(out, "{}", cells.join("\t"));
    }
    out
}

/// The documents with the most examples that differ although they are valid.
pub fn worst(rows: &[Row]) -> String {
    const SHOWN: usize = 20;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().filter(|row| row.is_fault()).for_each(|row| *counts.entry(&row.path).or_default() += 1);
    let mut counts: Vec<(usize, &str)> = counts.into_iter().map(|(path, count)| (count, path)).collect();
    counts.sort_by(|one, other| other.cmp(one));
    counts.iter().take(SHOWN).map(|(count, path)| format!("{count:>6} {path}\n")).collect()
}
