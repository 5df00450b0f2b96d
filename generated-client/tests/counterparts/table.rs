//! The table of what connections have to do: each of its lines names tests that exist.

const TABLE: &str = include_str!("../connection.md");

/// Returns what is wrong with the table. `counterparts` are the names of the tests here.
pub fn problems(counterparts: &[&str]) -> Vec<String> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what |"));
    let mut named = Vec::new();
    let mut problems = Vec::new();
    for row in rows {
        let cell = row.split('|').nth(2).unwrap_or_default().trim();
        let tests: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        if tests.is_empty() && !cell.starts_with("exception: ") {
            problems.push(format!("no test: {row}"));
        }
        problems.extend(tests.iter().filter(|test| !exists(test, counterparts)).map(|test| format!("there is no test `{test}`: {row}")));
        named.extend(tests);
    }
    let unnamed = counterparts.iter().filter(|test| !named.iter().any(|known| known.strip_prefix("counterparts ") == Some(test)));
    problems.extend(unnamed.map(|test| format!("no line of the table names `counterparts {test}`")));
    problems
}

/// Returns whether there is a test. Its name is that of its target, and its path there; the library's own tests are in `lib`.
fn exists(test: &str, counterparts: &[&str]) -> bool {
    match test.split_once(' ') {
        Some(("counterparts", path)) => counterparts.contains(&path),
        Some(("lib", path)) => is_function("src", path),
        Some((target, path)) if path.contains("::") => is_function(&format!("tests/{target}"), path),
        Some((target, function)) => is_function("tests", &format!("{target}::{function}")),
        None => false,
    }
}

/// Returns whether a file has the function at the end of a path. The module around it may be in the file, too.
fn is_function(folder: &str, path: &str) -> bool {
    let Some((module, function)) = path.rsplit_once("::") else { return false };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let around = module.rsplit_once("::").map(|(around, _)| around);
    let mut files = [Some(module), around].into_iter().flatten().flat_map(|module| {
        let file = folder.join(module.replace("::", "/"));
        [file.with_extension("rs"), file.join("mod.rs")]
    });
    files.any(|file| std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {function}("))))
}
