//! The table that a run over a folder ends with.

use std::fmt::Write as _;

/// What became of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Relative to the folder.
    pub path: String,
    pub verdict: Verdict,
    /// In the document.
    pub operations: usize,
    /// In the crate.
    pub emitted: usize,
    pub warnings: usize,
    /// The first error, or else the first warning.
    pub message: String,
}

/// The outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Ok,
    Refused,
    DoesNotCompile,
    Panic,
}

impl Verdict {
    /// Whether the generator is to blame.
    pub fn is_fault(self) -> bool {
        matches!(self, Self::DoesNotCompile | Self::Panic)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::DoesNotCompile => "does-not-compile",
            Self::Panic => "panic",
        }
    }
}

/// The counts, and a line for each document that is not `ok` or lost an operation.
pub fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    let lost = |row: &Row| row.verdict == Verdict::Ok && row.emitted != row.operations;
    for row in rows.iter().filter(|row| row.verdict != Verdict::Ok || lost(row)) {
        let verdict = if lost(row) { "lost-operations" } else { row.verdict.as_str() };
        let _ = writeln!(out, "{verdict:<17}{}  {}", row.path, one_line(&row.message));
    }
    for verdict in [Verdict::Ok, Verdict::Refused, Verdict::DoesNotCompile, Verdict::Panic] {
        let _ = writeln!(out, "{:>6} {}", rows.iter().filter(|row| row.verdict == verdict).count(), verdict.as_str());
    }
    let good = || rows.iter().filter(|row| row.verdict == Verdict::Ok);
    let (operations, emitted): (usize, usize) = (good().map(|row| row.operations).sum(), good().map(|row| row.emitted).sum());
    let _ = writeln!(out, "{emitted} of {operations} operations emitted, {} warnings", good().map(|row| row.warnings).sum::<usize>());
    out
}

/// The whole table.
pub fn tsv(rows: &[Row]) -> String {
    let mut out = String::from("path\tverdict\toperations\temitted\twarnings\tmessage\n");
    for Row { path, verdict, operations, emitted, warnings, message } in rows {
        let _ = writeln!(out, "{path}\t{}\t{operations}\t{emitted}\t{warnings}\t{}", verdict.as_str(), one_line(message));
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(verdict: Verdict, operations: usize, emitted: usize) -> Row {
        Row { path: "a.json".into(), verdict, operations, emitted, warnings: 1, message: "two\n\tlines".into() }
    }

    #[test]
    fn a_lost_operation_is_shown() {
        let rows = [row(Verdict::Ok, 2, 2), row(Verdict::Ok, 2, 1), row(Verdict::Panic, 1, 0)];
        let table = table(&rows);
        assert!(table.contains("lost-operations  a.json  two lines\n"), "{table}");
        assert!(table.contains("panic            a.json"), "{table}");
        assert!(table.ends_with("3 of 4 operations emitted, 2 warnings\n"), "{table}");
    }

    #[test]
    fn a_message_stays_on_its_line() {
        let text = tsv(&[row(Verdict::Refused, 3, 0)]);
        assert_eq!(text, "path\tverdict\toperations\temitted\twarnings\tmessage\na.json\trefused\t3\t0\t1\ttwo lines\n");
    }
}
