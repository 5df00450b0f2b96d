//! The examples do what they say: each runs as its own process against a loopback server.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::thread::{self, JoinHandle};

/// The first line and the body of a request.
type Arrived = (String, String);

/// Answers one request after another with these statuses and bodies, and then ends.
fn serve(replies: Vec<(u16, &'static str)>) -> (String, JoinHandle<Vec<Arrived>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/api", listener.local_addr().expect("an address"));
    let server = thread::spawn(move || {
        let mut arrived = Vec::new();
        for (status, body) in replies {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
            let mut head = Vec::new();
            for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
                head.push(line);
            }
            let find = |name: &str| head.iter().find_map(|line| line.to_lowercase().strip_prefix(name).map(str::to_owned));
            let line = head.first().cloned().unwrap_or_default();
            let token = (!line.contains("/oauth/token")).then_some("bearer secret");
            assert_eq!(find("authorization: ").as_deref(), token, "{head:?}");
            assert_eq!(find("x-tallyfy-client: ").as_deref(), Some("apiclient"), "{head:?}");
            let length = find("content-length: ").and_then(|length| length.parse().ok()).unwrap_or(0);
            let mut sent = vec![0; length];
            reader.read_exact(&mut sent).expect("the body arrives");
            arrived.push((line.trim_end_matches(" HTTP/1.1").to_owned(), String::from_utf8(sent).expect("the body is text")));
            let reply = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(reply.as_bytes()).expect("the reply is taken");
        }
        arrived
    });
    (url, server)
}

/// The features that are off by default and on here.
const EXTRAS: [(&str, bool); 10] = [
    ("blocking", cfg!(feature = "blocking")),
    ("chrono-04", cfg!(feature = "chrono-04")),
    ("drift", cfg!(feature = "drift")),
    ("jiff-02", cfg!(feature = "jiff-02")),
    ("jiff-1", cfg!(feature = "jiff-1")),
    ("opentelemetry-033", cfg!(feature = "opentelemetry-033")),
    ("strict", cfg!(feature = "strict")),
    ("time-03", cfg!(feature = "time-03")),
    ("tokio-1", cfg!(feature = "tokio-1")),
    ("tracing", cfg!(feature = "tracing")),
];

/// Returns the program of an example, which is built as this test was: `cargo test --workspace` has built it already.
fn built(example: &str) -> PathBuf {
    static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut built = BUILT.lock().expect("the examples compile");
    if built.insert(example.to_owned()) {
        let mut features: Vec<String> = EXTRAS.iter().filter(|(_, on)| *on).map(|(name, _)| format!("tallyfy/{name}")).collect();
        // Whether this test reads JSON as it does where another crate wants all digits.
        let digits = serde_json::from_str::<serde_json::Value>("1.10").expect("a number").to_string();
        features.extend((digits == "1.10").then(|| "xtask/json-of-others".to_owned()));
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--offline", "--workspace", "--example", example, "--features", &features.join(",")]);
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        // What Cargo tells this test of its package makes build scripts run again that look at it.
        for (name, _) in std::env::vars_os() {
            if ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|start| name.to_string_lossy().starts_with(start)) {
                cargo.env_remove(name);
            }
        }
        assert!(cargo.status().expect("Cargo runs").success(), "the example compiles");
    }
    // This test lies in `deps`, beside `examples`.
    let test = std::env::current_exe().expect("a test has a file");
    let folder = test.ancestors().nth(2).expect("it lies in the target folder").join("examples");
    folder.join(format!("{example}{}", std::env::consts::EXE_SUFFIX))
}

fn run(example: &str, arguments: &[&str], url: &str) -> Output {
    Command::new(built(example))
        .args(arguments)
        .env("TALLYFY_ACCESS_TOKEN", "secret")
        .env("TALLYFY_ORG_ID", "acme")
        .env("TALLYFY_BASE_URL", url)
        .env("TALLYFY_ACCOUNT_URL", url)
        .env("TALLYFY_CLIENT_SECRET", "s3cret")
        .output()
        .expect("the example runs")
}

/// Runs an example against these responses; what it printed and what arrived.
fn example(name: &str, arguments: &[&str], replies: Vec<(u16, &'static str)>) -> (String, Vec<Arrived>) {
    let (url, server) = serve(replies);
    let output = run(name, arguments, &url);
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).expect("text"), server.join().expect("the server ends well"))
}

fn arrived(line: &str, body: &str) -> Arrived {
    (line.to_owned(), body.to_owned())
}

#[test]
fn create_group() {
    let (printed, requests) = example("create_group", &["Design"], vec![(201, r#"{"data":{"id":"g1","name":"Design"}}"#)]);
    assert_eq!(printed, "created g1\n");
    let body = r#"{"name":"Design","description":"Team responsible for new client onboarding.","members":[1001,1005,1008],"guests":["client.liaison@partner.com"]}"#;
    assert_eq!(requests, [arrived("POST /api/organizations/acme/groups", body)]);
}

#[test]
fn list_groups_over_two_pages() {
    let first = r#"{"data":[{"id":"g1","name":"A"}],"meta":{"pagination":{"total":2,"count":1,"per_page":1,"current_page":1,"total_pages":2,"links":[]}}}"#;
    let second = r#"{"data":[{"id":"g2","name":null}],"meta":{"pagination":{"total":2,"count":1,"per_page":1,"current_page":2,"total_pages":2,"links":{}}}}"#;
    let (printed, requests) = example("list_groups", &["de sign"], vec![(200, first), (200, second)]);
    assert_eq!(printed, "g1  A\ng2  (no name)\n");
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|(line, _)| line.contains("q=de%20sign") && line.contains("per_page=50")), "{requests:?}");
    assert!(requests[1].0.contains("page=2"), "{requests:?}");
}

#[test]
fn get_group_that_is_there_and_one_that_is_not() {
    let (printed, requests) = example("get_group", &["g1"], vec![(200, r#"{"data":{"id":"g1","color":"red"}}"#)]);
    assert!(printed.contains("\"g1\"") && printed.contains("red"), "{printed}");
    assert_eq!(requests, [arrived("GET /api/organizations/acme/groups/g1?with=assets", "")]);
    let (printed, _) = example("get_group", &["g2"], vec![(404, r#"{"error":true,"message":"Not found"}"#)]);
    assert_eq!(printed, "there is no group g2\n");
}

#[test]
fn update_group_sends_the_empty_list() {
    let (printed, requests) = example("update_group", &["g1"], vec![(200, r#"{"data":{"id":"g1","members":[]}}"#)]);
    assert_eq!(printed, "g1 has 0 members\n");
    assert_eq!(requests, [arrived("PUT /api/organizations/acme/groups/g1", r#"{"members":[]}"#)]);
}

#[test]
fn delete_group() {
    let (printed, requests) = example("delete_group", &["a/b"], vec![(204, "")]);
    assert_eq!(printed, "deleted a/b\n");
    assert_eq!(requests, [arrived("DELETE /api/organizations/acme/groups/a%2Fb", "")]);
}

#[test]
fn create_tag() {
    let (printed, requests) =
        example("create_tag", &["urgent"], vec![(201, r##"{"data":{"id":"t1","title":"urgent","color":"#ff0000"}}"##)]);
    assert_eq!(printed, "created t1\n");
    assert_eq!(requests, [arrived("POST /api/organizations/acme/tags", r##"{"title":"urgent","color":"#ff0000"}"##)]);
}

#[test]
fn launch_process_with_a_kick_off_field() {
    let reply = r#"{"data":{"id":"r1","name":"Onboarding of a new client"}}"#;
    let (printed, requests) = example("launch_process", &["c1", "f1", "ACME"], vec![(201, reply)]);
    assert_eq!(printed, "launched r1 (Onboarding of a new client)\n");
    let body = r#"{"name":"Onboarding of a new client","checklist_id":"c1","prerun":{"f1":"ACME"}}"#;
    assert_eq!(requests, [arrived("POST /api/organizations/acme/runs", body)]);
}

#[test]
fn complete_task_and_reopen_it() {
    let reply = r#"{"data":{"id":"t1","title":"Sign"}}"#;
    let (printed, requests) = example("complete_task", &["r1", "t1"], vec![(201, reply), (200, reply)]);
    assert_eq!(printed, "completed Sign\nreopened Sign\n");
    let complete = arrived("POST /api/organizations/acme/runs/r1/completed-tasks", r#"{"task_id":"t1"}"#);
    assert_eq!(requests, [complete, arrived("DELETE /api/organizations/acme/runs/r1/completed-tasks/t1", "")]);
}

#[test]
fn tasks_of_a_member_over_two_pages() {
    let first = r#"{"data":[{"id":"t1","title":"Sign","deadline":"2026-05-01T10:00:00Z"}],"meta":{"pagination":{"total":2,"count":1,"per_page":1,"current_page":1,"total_pages":2,"links":[]}}}"#;
    let second =
        r#"{"data":[{"id":"t2"}],"meta":{"pagination":{"total":2,"count":1,"per_page":1,"current_page":2,"total_pages":2,"links":[]}}}"#;
    let (printed, requests) = example("tasks_of_a_member", &["1001"], vec![(200, first), (200, second)]);
    assert_eq!(printed, "Sign  2026-05-01T10:00:00Z\n(no title)  no deadline\n2 tasks\n");
    assert!(requests.iter().all(|(line, _)| line.starts_with("GET /api/organizations/acme/users/1001/tasks?")), "{requests:?}");
    assert!(requests.iter().all(|(line, _)| line.contains("status=all")), "{requests:?}");
}

#[test]
fn attach_file_sends_back_what_the_upload_answered() {
    let path = std::env::temp_dir().join(format!("tallyfy-attach-{}.txt", std::process::id()));
    std::fs::write(&path, "some text").expect("a place for a file");
    let asset = r#"{"data":{"id":"a1","filename":"x.txt","version":1,"new":"kept"}}"#;
    let arguments = ["r1", "t1", "f1", path.to_str().expect("a plain path")];
    let (printed, requests) = example("attach_file", &arguments, vec![(200, asset), (200, r#"{"data":{"id":"t1"}}"#)]);
    std::fs::remove_file(&path).expect("the file is ours");
    assert_eq!(printed, "uploaded a1\nattached to t1\n");
    let (line, body) = &requests[0];
    assert_eq!(line, "POST /api/organizations/acme/file");
    for part in ["name=\"uploaded_from\"\r\n\r\nf1\r\n", "name=\"subject_type\"\r\n\r\nTask\r\n", "\r\n\r\nsome text\r\n"] {
        assert!(body.contains(part), "{part}: {body}");
    }
    let attached = r#"{"taskdata":{"f1":[{"filename":"x.txt","id":"a1","new":"kept","version":1}]}}"#;
    assert_eq!(requests[1].0, "PUT /api/organizations/acme/runs/r1/tasks/t1");
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(json(&requests[1].1), json(attached));
}

#[test]
fn validation_error_field_by_field() {
    let refusal = r#"{"message":"The given data was invalid.","errors":{"title":["The title is needed."],"color":["No such color."]}}"#;
    let (printed, requests) = example("validation_error", &[], vec![(422, refusal)]);
    assert_eq!(printed, "The given data was invalid.\n  color: No such color.\n  title: The title is needed.\n");
    assert_eq!(requests.len(), 1);
}

#[test]
fn sign_in_keeps_the_new_refresh_token() {
    let path = std::env::temp_dir().join(format!("tallyfy-refresh-{}.txt", std::process::id()));
    std::fs::write(&path, "old\n").expect("a place for a file");
    let tokens = r#"{"token_type":"Bearer","access_token":"secret","refresh_token":"new","expires_in":3600}"#;
    let me = r#"{"data":{"id":7,"email":"me@example.com"}}"#;
    let arguments = ["17", path.to_str().expect("a plain path")];
    let (printed, requests) = example("sign_in", &arguments, vec![(200, tokens), (200, me)]);
    let kept = std::fs::read_to_string(&path).expect("the file is there");
    std::fs::remove_file(&path).expect("the file is ours");
    assert_eq!((printed.as_str(), kept.as_str()), ("signed in as me@example.com\n", "new"));
    let form = "grant_type=refresh_token&client_id=17&client_secret=s3cret&refresh_token=old";
    assert_eq!(requests, [arrived("POST /api/oauth/token", form), arrived("GET /api/organizations/acme/me", "")]);
}

#[cfg(feature = "tracing")]
#[test]
fn watch_retries_shows_each_attempt() {
    let replies = vec![(503, "{}"), (200, r#"{"data":{"id":"g1"}}"#)];
    let (printed, requests) = example("watch_retries", &["g1"], replies);
    assert_eq!(requests, vec![arrived("GET /api/organizations/acme/groups/g1", ""); 2]);
    let attempt = |status: u16| format!("http.response.status_code={status}");
    assert!(printed.contains(&attempt(503)) && printed.contains("retrying") && printed.contains(&attempt(200)), "{printed}");
    assert!(printed.contains("otel.name=\"GET /organizations/{org_id}/groups/{group_id}\""), "{printed}");
    assert!(!printed.contains("secret") && printed.ends_with("g1 came at last\n"), "{printed}");
}

#[test]
fn change_one_field_sends_it_and_what_must_be_sent_again() {
    let before = r##"{"data":{"id":"t1","title":"urgent","color":"#ff0000","type":"custom"}}"##;
    let after = r##"{"data":{"id":"t1","title":"urgent","color":"#00ff00"}}"##;
    let (printed, requests) = example("change_one_field", &["t1", "#00ff00"], vec![(200, before), (200, after)]);
    assert_eq!(printed, "urgent is #00ff00 now\n");
    let change = arrived("PUT /api/organizations/acme/tags/t1", r##"{"title":"urgent","color":"#00ff00"}"##);
    assert_eq!(requests, [arrived("GET /api/organizations/acme/tags/t1", ""), change]);
}

#[cfg(feature = "blocking")]
#[test]
fn without_async_creates_a_group_and_walks_all() {
    let created = r#"{"data":{"id":"g1","name":"Design"}}"#;
    let page = r#"{"data":[{"id":"g1","name":"Design"},{"id":"g2"}],"meta":{"pagination":{"total":2,"count":2,"per_page":10,"current_page":1,"total_pages":1,"links":[]}}}"#;
    let (printed, requests) = example("without_async", &["Design"], vec![(201, created), (200, page)]);
    assert_eq!(printed, "created g1\ng1  Design\ng2  (no name)\n");
    let sent = arrived("POST /api/organizations/acme/groups", r#"{"name":"Design"}"#);
    assert_eq!(requests, [sent, arrived("GET /api/organizations/acme/groups", "")]);
}

#[cfg(feature = "drift")]
#[test]
fn watch_drift_tells_what_is_where_and_no_values() {
    let tasks = r#"{"data":[{"id":"t1","status":"napping","mood":"fine"},{"id":"t2","mood":"blue","position":"1"}]}"#;
    let (printed, requests) = example("watch_drift", &[], vec![(200, tasks)]);
    assert_eq!(requests, [arrived("GET /api/organizations/acme/tasks", "")]);
    let told = [
        "GET /organizations/{org_id}/tasks: an unknown enum value at data[*].status, found a string",
        "GET /organizations/{org_id}/tasks: an unknown field at data[*].mood, found a string, 2 times",
        "GET /organizations/{org_id}/tasks: a value of another type at data[*].position, expected an integer, found a string",
        "2 tasks were read all the same",
    ];
    assert_eq!(printed.lines().collect::<Vec<_>>(), told);
}
