//! The calls that the documentation shows: they are sent, and what they do not say is not sent.

use std::collections::BTreeMap;

use super::document::{Document, Operation, string};
use super::examples::EXAMPLES;
use super::expect::{decoded, pairs};
use super::server::{Received, Reply};
use super::{Wire, runtime};

#[test]
fn every_example_is_sent() {
    // Examples send files that lie in the folder where they run, and save some there.
    let folder = std::env::temp_dir().join(format!("{}-wire-{}", env!("CARGO_PKG_NAME"), std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::env::set_current_dir(&folder).expect("the folder is there");
    let document = Document::load();
    let operations: BTreeMap<&str, Operation<'_>> = document.operations().map(|operation| (operation.key, operation)).collect();
    let problems = runtime().block_on(async {
        let wire = Wire::start(&document).await;
        wire.server.answer(Reply { status: 204, ..Reply::default() });
        let mut problems = Vec::new();
        for (key, call) in EXAMPLES {
            let Some(operation) = operations.get(key).filter(|operation| operation.value["sketch"] != true) else { continue };
            operation.items("files").for_each(|file| std::fs::write(string(file), "content").expect("a file can be written"));
            let outcome = call(wire.client.clone()).await;
            let mut found: Vec<String> = outcome.err().map(|error| error.to_string()).into_iter().collect();
            match wire.server.take().as_slice() {
                [received] => found.extend(differences(&document, *operation, received)),
                other => found.push(format!("{} requests arrived", other.len())),
            }
            problems.extend(found.into_iter().map(|problem| format!("{key}: {problem}")));
        }
        problems
    });
    let _ = std::fs::remove_dir_all(&folder);
    assert!(problems.is_empty(), "{} problems in {} examples\n{}", problems.len(), EXAMPLES.len(), problems.join("\n"));
}

/// What is not as it was to be.
fn differences(document: &Document, operation: Operation<'_>, received: &Received) -> Vec<String> {
    let mut problems = Vec::new();
    let mut differ = |what: String, found: &dyn std::fmt::Debug| problems.push(format!("{what}, and there arrived {found:?}"));
    if received.method != operation.text("method") {
        differ(format!("the method is {}", operation.text("method")), &received.method);
    }
    let (path, query) = received.target.split_once('?').unwrap_or((&received.target, ""));
    let (template, own_query) = operation.text("path").split_once('?').unwrap_or((operation.text("path"), ""));
    let template = decoded(template);
    // Below the folder of a server.
    let below = path.split('/').nth(1).and_then(|folder| path.get(folder.len() + 1..)).unwrap_or_default();
    if !fits(&template, &decoded(below)) {
        differ(format!("the path is {template}"), &path);
    }
    let sent: Vec<String> = pairs(query).into_iter().map(|(name, _)| name).collect();
    let declared = |place: &'static str| operation.items("parameters").chain(operation.items("fixed")).filter(move |it| it["in"] == place);
    // What a style makes of a value may have other names.
    let is_needed = |it: &&serde_json::Value| it["required"] == true && it["type"].is_string() && it["style"].is_null();
    for name in declared("query").filter(is_needed).map(|it| string(&it["name"])).filter(|name| !sent.iter().any(|sent| sent == name)) {
        differ(format!("the query has {name}"), &query);
    }
    let own = pairs(own_query).into_iter().map(|(name, _)| name);
    let credentials = document.credentials(operation).map(|(_, scheme)| string(&scheme["name"]).to_owned());
    let known: Vec<String> =
        declared("query").map(|it| &it["name"]).chain(operation.items("bound")).map(|it| string(it).to_owned()).collect();
    let known: Vec<String> = known.into_iter().chain(own).chain(credentials).collect();
    let may_be_more = declared("query").chain(declared("query_string")).any(|it| it["reserved"] == true || it["style"].is_object());
    for name in sent.iter().filter(|name| !may_be_more && !known.contains(name)) {
        differ(format!("nothing is called {name}"), &query);
    }
    for name in declared("header").filter(is_needed).map(|it| string(&it["name"])).filter(|name| received.header(name).is_none()) {
        differ(format!("there is a header {name}"), &received.headers);
    }
    let media = received.header("content-type").map(|media| media.split(';').next().unwrap_or_default());
    let expected = [&operation.value["body"]["media"], &operation.value["form"]].into_iter().find_map(serde_json::Value::as_str);
    if media.is_some_and(|media| expected.and_then(|expected| expected.split(';').next()) != Some(media)) {
        differ(format!("the body is {expected:?}"), &media);
    }
    problems
}

/// Whether a path is what a template gives: every placeholder has a value.
fn fits(template: &str, path: &str) -> bool {
    let Some((literal, rest)) = template.split_once('{') else { return template == path };
    let Some(path) = path.strip_prefix(literal) else { return false };
    let rest = rest.split_once('}').map_or("", |(_, rest)| rest);
    let ends = path.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.into_iter().any(|end| path.get(end..).is_some_and(|path| fits(rest, path)))
}
