//! The mock server, and the examples of the client against it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::fast::extras;
use super::step::{Ended, JSON_OF_OTHERS};
use crate::commands::codegen::{DOCUMENT, OVERLAY};
use crate::commands::mock::{MOCK, start};
use crate::repository::target_directory;
use crate::tools::{self, cargo};

/// An example, its arguments and a part of what it prints. Ids are those of the examples that the server begins with. The one that
/// signs in with a browser needs a person, and the one that receives webhooks makes no call.
const EXAMPLES: &[(&str, &[&str], &str)] = &[
    ("attach_file", &["a1b2c3d4", "a1b2c3d4", "a1b2c3d4", "Cargo.toml"], ""),
    ("change_one_field", &["a1b2c3d4", "#ff0000"], ""),
    ("complete_task", &["a1b2c3d4", "a1b2c3d4"], ""),
    ("create_group", &["Onboarding"], "created"),
    ("create_tag", &["urgent"], "created"),
    ("delete_group", &["a1b2c3d4"], ""),
    ("get_group", &["a1b20001"], ""),
    ("launch_process", &["a1b2c3d4", "a1b2c3d4", "value"], ""),
    ("list_groups", &[], "Onboarding"),
    ("sign_in", &["client", "token.txt"], ""),
    ("tasks_of_a_member", &["1001"], ""),
    ("update_group", &["a1b20001"], ""),
    ("validation_error", &[], ""),
    ("watch_drift", &[], ""),
    ("watch_retries", &["a1b20001"], ""),
    ("without_async", &["Onboarding"], "Onboarding"),
];

/// The tests of the server, and the examples against it.
pub fn run(root: &Path) -> Result<Ended, String> {
    let target = root.join(tools::FOLDER).join("mock").display().to_string();
    cargo(root, &["test", "--quiet", "--locked", "--manifest-path", MOCK, "--target-dir", &target], &[])?;
    let features = format!("{},{JSON_OF_OTHERS}", extras());
    cargo(root, &["build", "--package", "tallyfy", "--package", "xtask", "--features", &features, "--examples"], &[])?;
    let (_server, address) = start(root, &root.join(DOCUMENT), Some(&root.join(OVERLAY)))?;
    let folder = target_directory(root)?;
    let failed: Vec<String> = EXAMPLES.iter().filter_map(|example| example_fails(root, &folder, example, &address).err()).collect();
    if !failed.is_empty() {
        return Err(failed.join("\n"));
    }
    Ok(Ended::Passed(format!("{} examples", EXAMPLES.len())))
}

fn example_fails(root: &Path, target: &Path, (name, args, prints): &(&str, &[&str], &str), address: &str) -> Result<(), String> {
    let program = target.join("debug/examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let work = target.join("examples-of-the-mock");
    fs::create_dir_all(&work).map_err(|error| format!("cannot make {}: {error}", work.display()))?;
    // What `sign_in` begins with.
    fs::write(work.join("token.txt"), "refresh").map_err(|error| format!("cannot write the token: {error}"))?;
    let account = address.trim_end_matches("/api");
    let mut command = Command::new(program);
    command.args(*args).current_dir(if *name == "sign_in" { &work } else { root });
    command.env("TALLYFY_ACCESS_TOKEN", "token").env("TALLYFY_ORG_ID", "organization").env("TALLYFY_CLIENT_SECRET", "secret");
    command.env("TALLYFY_BASE_URL", address).env("TALLYFY_ACCOUNT_URL", account);
    let output = command.output().map_err(|error| format!("cannot run the example {name}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && !text.trim().is_empty() && text.contains(prints) {
        return Ok(());
    }
    Err(format!("the example {name} ended with {}: {text}{}", output.status, String::from_utf8_lossy(&output.stderr)))
}
