//! `llms.txt`: the crate on one page.

use std::path::Path;

use generator::{Generated, NoFiles, Options, Source};

fn read(path: &Path) -> Source {
    Source::from_bytes(path.display().to_string(), std::fs::read(path).unwrap()).unwrap()
}

fn generated(path: &Path, overlay: Option<&Source>) -> Generated {
    generator::generate(&read(path), overlay, &NoFiles, &Options::default()).unwrap_or_else(|found| panic!("{}: {found:?}", path.display()))
}

/// The lines about operations.
fn operations(overview: &str) -> Vec<&str> {
    let resources = overview.split_once("\n## Resources\n").expect("it has that heading").1;
    resources.lines().filter(|line| line.starts_with("- `")).collect()
}

#[test]
fn every_operation_has_its_line() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let tallyfy = generated(&spec.join("tallyfy.yaml"), Some(&read(&spec.join("overlay.yaml"))));
    assert_eq!(operations(&tallyfy.overview).len(), 393);
    let create = "- `groups().create(body: &types::CreateGroupInput) -> types::Group` Create a group";
    assert!(tallyfy.overview.contains(create), "{}", tallyfy.overview);
    assert!(tallyfy.overview.len() < 64 * 1024, "it is read whole: {} bytes", tallyfy.overview.len());
}

#[test]
fn what_the_api_sends_has_its_lines() {
    let overview =
        |case: &str| generated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(case).join("spec.yaml"), None).overview;
    let webhooks = overview("webhooks");
    assert!(webhooks.contains("`webhook::Event::from_slice(body)`") && webhooks.contains("`OrderGone`"), "{webhooks}");
    assert!(overview("callbacks").contains("- `webhook::start_job_progress(body)` -> `StartJobProgress`"));
    assert!(!overview("links").contains("webhook"));
}

#[test]
fn a_line_is_one_line_whatever_the_document_says() {
    for case in
        ["body-or-form", "sequences", "several-successes", "comments", "prose", "lists-of-types", "no-paths", "operation-ids-missing"]
    {
        let generated = generated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(case).join("spec.yaml"), None);
        let lines = operations(&generated.overview);
        assert!(lines.len() >= generated.emitted, "{case}: {}", generated.overview);
        assert!(lines.iter().all(|line| line.contains(") -> ") && line.contains("()")), "{case}: {}", generated.overview);
    }
}
