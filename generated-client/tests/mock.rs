//! The kit for tests of programs that use the crate: a mock that is typed by the operations.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tallyfy::test::{Example, HarRecorder, HarReplay, Mock, MockResponse};
use tallyfy::types::{CreateGroupInput, Error as ApiError, Group};
use tallyfy::{Client, Delivery, Error, Method, TransportErrorKind, groups};

fn run<T>(future: impl Future<Output = T>) -> T {
    // No timers, and no network: nothing can be waited for.
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made").block_on(future)
}

fn client(mock: &Mock) -> Client {
    Client::builder().mock(mock).build().expect("nothing is missing")
}

fn group(id: &str) -> Group {
    let mut group = Group::default();
    group.id = id.to_owned();
    group.name = Some(format!("group {id}"));
    group
}

/// What a mock panics with.
fn panic_of(work: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("it panics");
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| panic.downcast_ref::<&str>().unwrap_or(&"").to_string())
}

#[test]
fn a_typed_answer_is_what_the_call_returns() {
    let mock = Mock::new();
    let created = mock.on::<groups::Create>().with(|input: &CreateGroupInput| input.name == "Ops").replies(group("7"));
    let client = client(&mock);
    let found = run(client.groups().create(&CreateGroupInput::new("Ops").members([1, 2])).into_future()).expect("it is answered");
    assert_eq!(found, group("7"));
    assert_eq!(created.calls(), 1);
    let received = &mock.received::<groups::Create>()[0];
    assert_eq!(received.input(), CreateGroupInput::new("Ops").members([1, 2]));
    assert_eq!((received.path("org_id"), received.query("with"), received.operation()), (Some("org_id"), None, Some("createGroup")));
    assert_eq!(received.json(), serde_json::json!({"name": "Ops", "members": [1, 2]}));
    assert_eq!(received.header("authorization"), Some("Bearer mock"));
    assert!(mock.received::<groups::List>().is_empty());
}

#[test]
fn examples_are_the_same_each_time_and_are_changed_field_by_field() {
    assert_eq!(Group::example(), Group::example());
    let group = Group::example().id("7").name("Ops").members([3, 4]);
    assert_eq!((group.id.as_str(), group.name.as_deref(), group.members.as_deref()), ("7", Some("Ops"), Some([3, 4].as_slice())));
    assert_eq!(group.created_at, Group::example().created_at);
    assert!(group.created_at.is_some(), "all else is there");
    let mock = Mock::new();
    mock.on::<groups::Get>().replies(group.clone());
    assert_eq!(run(client(&mock).groups().get("7").into_future()).expect("it is answered"), group);
    // What is only sent has one as well.
    assert!(!CreateGroupInput::example().name.is_empty());
}

#[test]
fn the_first_that_fits_and_is_not_used_up_answers() {
    let mock = Mock::new();
    mock.on::<groups::Get>().path("group_id", "a").once().replies(group("first"));
    mock.on::<groups::Get>().path("group_id", "a").replies(group("later"));
    mock.on::<groups::Get>().path("group_id", "b").query("with", "users").replies_with(|call| group(call.path("group_id").unwrap_or("")));
    let client = client(&mock);
    let get = |id: &str| run(client.groups().get(id).into_future()).expect("it is answered").id;
    assert_eq!([get("a"), get("a"), get("a")], ["first", "later", "later"]);
    assert_eq!(run(client.groups().get("b").with(["users"]).into_future()).expect("it is answered").id, "b");
}

#[test]
fn pages_come_as_they_are_asked_for() {
    let mock = Mock::new();
    mock.on::<groups::List>().pages_of((0..5).map(|id| group(&id.to_string())), 2);
    let client = client(&mock);
    let ids = run(async {
        let mut items = client.groups().list().stream();
        let mut ids = Vec::new();
        while let Some(group) = items.next().await {
            ids.push(group.expect("it is answered").id);
        }
        ids
    });
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(mock.received::<groups::List>().len(), 3);
    let page = run(client.groups().list().page(2).into_future()).expect("it is answered");
    assert_eq!((page.len(), page.total, page.number, page.last), (2, Some(5), Some(2), Some(3)));
    let mock = Mock::new();
    mock.on::<groups::List>().replies([group("only")]);
    let page = run(self::client(&mock).groups().list().into_future()).expect("it is answered");
    assert_eq!((page.len(), page.total), (1, Some(1)));
}

#[test]
fn failures_are_those_of_the_definition_and_take_no_time() {
    let mock = Mock::new();
    let mut body = ApiError::default();
    body.message = Some("The name is taken.".to_owned());
    mock.on::<groups::Create>().once().fails(422, &body);
    mock.on::<groups::Get>().once().responds(MockResponse::status(429).retry_after(Duration::from_secs(30)));
    mock.on::<groups::Get>().once().responds(MockResponse::refused());
    mock.on::<groups::Get>().once().responds(MockResponse::stalls());
    mock.on::<groups::Get>().once().replies(group("7"));
    let client = client(&mock);
    let error = run(client.groups().create(&CreateGroupInput::new("Ops")).into_future()).expect_err("it fails");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    assert_eq!(error.typed::<ApiError>().expect("it is one").message, Some("The name is taken.".to_owned()));
    let start = std::time::Instant::now();
    assert_eq!(run(client.groups().get("7").into_future()).expect("the fourth attempt is answered").id, "7");
    // Ten times what it waited for would still be less than the waits on the clock.
    assert!(mock.clock().waits().iter().sum::<Duration>() > Duration::from_secs(30) && start.elapsed() < Duration::from_secs(3));
}

#[test]
fn every_end_of_a_connection_has_its_error() {
    let ends = [
        (MockResponse::broken(), Delivery::Unknown, "the connection broke"),
        (MockResponse::refused(), Delivery::NeverSent, "no connection"),
        (MockResponse::stalls(), Delivery::Unknown, "took too long"),
        (MockResponse::json(&group("7")).delay(Duration::from_secs(61)), Delivery::Unknown, "took too long"),
        (MockResponse::json(&group("7")).cut_after(9), Delivery::Done, "broke"),
        (MockResponse::garbage(), Delivery::Done, "an HTML page"),
        (MockResponse::fails(TransportErrorKind::Tls), Delivery::NeverSent, "TLS"),
    ];
    for (response, delivery, text) in ends {
        let mock = Mock::new();
        mock.on::<groups::Create>().responds(response.clone());
        let call = client(&mock).groups().create(&CreateGroupInput::new("Ops")).retries(0);
        let error = run(call.into_future()).expect_err(text);
        assert_eq!(error.delivery(), delivery, "{response:?}: {error}");
        assert!(error.to_string().contains(text), "{response:?}: {error}");
    }
    let mock = Mock::new();
    mock.on::<groups::Get>().responds(MockResponse::json(&group("7")).delay(Duration::from_secs(59)));
    run(client(&mock).groups().get("7").into_future()).expect("a minute is not over");
}

#[test]
fn an_unexpected_call_says_what_differs() {
    let mock = Mock::new();
    mock.on::<groups::Create>().with_input(&CreateGroupInput::new("Dev").members([1])).replies(group("7"));
    mock.on::<groups::Create>().with_part(&serde_json::json!({"description": "x"})).replies(group("8"));
    mock.on::<groups::Get>().path("group_id", 9).once().replies(group("9"));
    let client = client(&mock);
    let error = run(client.groups().create(&CreateGroupInput::new("Ops")).into_future()).expect_err("nothing fits");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 1));
    let report = "an unexpected call: createGroup (POST /api/organizations/org_id/groups)
  with the body {\"name\":\"Ops\"}
what is expected:
  1. createGroup (POST /organizations/{org_id}/groups): `/members`: expected [1], but it is absent, `/name`: expected \"Dev\", found \"Ops\"
  2. createGroup (POST /organizations/{org_id}/groups): `/description`: expected \"x\", but it is absent
  3. getGroup (GET /organizations/{org_id}/groups/{group_id}): is another operation";
    let missing = "getGroup (GET /organizations/{org_id}/groups/{group_id}) was not called, and is expected once";
    assert_eq!(panic_of(|| mock.verify()), format!("{report}\n{missing}"));
    assert_eq!(panic_of(|| drop(mock)), format!("{report}\n{missing}"));
}

#[test]
fn calls_in_order_come_in_order() {
    let mock = Mock::new();
    mock.on::<groups::Create>().in_order().replies(group("7"));
    mock.on::<groups::Get>().in_order().replies(group("7"));
    let client = client(&mock);
    let get = || run(client.groups().get("7").into_future());
    let error = get().expect_err("it is too early");
    assert!(panic_of(|| mock.verify()).contains("comes after createGroup"), "{error}");
    run(client.groups().create(&CreateGroupInput::new("Ops")).into_future()).expect("it is the first");
    get().expect("it is the second");
    // What was wrong before stays wrong.
    panic_of(|| drop(mock));
}

#[test]
fn a_mock_that_got_what_it_expected_ends_in_silence() {
    let mock = Mock::new();
    mock.on::<groups::Delete>().times(2).replies(());
    mock.on::<groups::List>().replies([]);
    let client = client(&mock);
    for _ in 0..2 {
        run(client.groups().delete("7").into_future()).expect("it is answered");
    }
    let third = run(client.groups().delete("7").into_future()).expect_err("once too often");
    assert!(matches!(third, Error::Transport { .. }) || third.attempts() == 1, "{third}");
    assert!(panic_of(|| drop(mock)).contains("has been called twice, which is the most"));
    let mock = Mock::new();
    mock.on::<groups::Delete>().replies(());
    drop(mock.clone());
    drop(self::client(&mock));
    drop(mock);
}

#[test]
fn requests_beside_the_definition_are_answered_too() {
    let mock = Mock::new();
    mock.on_request(Method::PUT, "/users/{id}").path("id", 7).responds(MockResponse::json(&["x"]).with_status(201));
    let answer = run(client(&mock).request(Method::PUT, "/users/{id}").path("id", 7).json(&1).into_future()).expect("it is answered");
    assert_eq!(answer, serde_json::json!(["x"]));
    assert_eq!(mock.calls()[0].json(), serde_json::json!(1));
}

#[test]
fn blocking_clients_are_answered_too() {
    let mock = Mock::new();
    mock.on::<groups::List>().pages_of((0..3).map(|id| group(&id.to_string())), 2);
    let client = tallyfy::blocking::Client::builder().mock(&mock).build().expect("nothing is missing");
    let ids: Vec<String> = client.groups().list().items().map(|group| group.expect("it is answered").id).collect();
    assert_eq!(ids, ["0", "1", "2"]);
}

/// A client that records what a mock answers, with a token of its own.
fn recorded(mock: &Mock) -> (Client, HarRecorder) {
    let recorder = HarRecorder::new(mock.transport());
    let builder = Client::builder().token("t0ken-of-the-user").mock(mock).transport(recorder.clone());
    (builder.build().expect("nothing is missing"), recorder)
}

#[test]
fn recorded_calls_are_an_archive_without_secrets() {
    let mock = Mock::new();
    mock.on::<groups::Create>().responds(
        MockResponse::json(&serde_json::json!({"data": {"id": "7", "password": "s3cret", "note": "t0ken-of-the-user"}}))
            .with_status(201)
            .header("set-cookie", "session=c00kie"),
    );
    mock.on::<groups::List>().responds(MockResponse::broken());
    let (client, recorder) = recorded(&mock);
    run(client.groups().create(&CreateGroupInput::new("Ops")).into_future()).expect("it is answered");
    run(client.groups().list().page(2).retries(0).into_future()).expect_err("the connection breaks");
    let har = recorder.to_har();
    assert_eq!((&har["log"]["version"], har["log"]["entries"].as_array().map(Vec::len)), (&"1.2".into(), Some(2)));
    let (first, second) = (&har["log"]["entries"][0], &har["log"]["entries"][1]);
    assert_eq!((&first["request"]["method"], &first["request"]["postData"]["text"]), (&"POST".into(), &r#"{"name":"Ops"}"#.into()));
    assert_eq!((&first["response"]["status"], &first["response"]["statusText"]), (&201.into(), &"Created".into()));
    let query = serde_json::json!([{"name": "page", "value": "2"}]);
    assert_eq!((&second["request"]["queryString"], &second["response"]["status"]), (&query, &0.into()));
    assert!(second["response"]["_error"].as_str().is_some_and(|error| error.contains("broke")), "{second}");
    let text = har.to_string();
    for secret in ["t0ken-of-the-user", "s3cret", "c00kie"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains("[redacted]"));
}

#[test]
fn bytes_in_an_archive_have_no_secrets() {
    let mock = Mock::new();
    mock.on_request(Method::POST, "/file").responds(MockResponse::json(&"kept"));
    let (client, recorder) = recorded(&mock);
    let bytes = [&b"\xff\0"[..], b"t0ken-of-the-user", b"\xff"].concat();
    run(client.request(Method::POST, "/file").body("application/octet-stream", bytes).into_future()).expect("it is answered");
    let har = recorder.to_har();
    // FF 00, the replacement, FF.
    assert_eq!(har["log"]["entries"][0]["request"]["postData"]["text"], "/wBbcmVkYWN0ZWRd/w==");
}

/// Writes an archive with calls of several kinds, which `cargo xtask ci --only "archives in a browser"` opens.
#[test]
#[ignore = "needs HAR_FILE: `cargo xtask ci --only 'archives in a browser'`"]
fn an_archive_for_a_browser() {
    let path = std::env::var_os("HAR_FILE").expect("HAR_FILE names the archive");
    let mock = Mock::new();
    mock.on::<groups::Create>().replies(group("7"));
    mock.on::<groups::List>().pages_of((0..3).map(|id| group(&id.to_string())), 2);
    mock.on::<groups::Get>().responds(MockResponse::json(&serde_json::json!({"message": "It is gone: Straße"})).with_status(404));
    mock.on::<groups::Delete>().responds(MockResponse::broken());
    let (client, recorder) = recorded(&mock);
    run(client.groups().create(&CreateGroupInput::new("Ops & Straße")).into_future()).expect("it is answered");
    run(client.groups().list().page(2).into_future()).expect("it is answered");
    run(client.groups().get("9").into_future()).expect_err("it is not there");
    run(client.groups().delete("9").retries(0).into_future()).expect_err("the connection breaks");
    recorder.save(path).expect("it can be written");
}

#[test]
fn archives_are_replayed_and_what_differs_is_reported() {
    let mock = Mock::new();
    mock.on::<groups::Create>().replies(group("7"));
    mock.on::<groups::List>().pages_of((0..3).map(|id| group(&id.to_string())), 2);
    mock.on::<groups::Delete>().responds(MockResponse::status(404));
    let (client, recorder) = recorded(&mock);
    let calls = async |client: &Client, name: &str, backwards: bool| {
        let delete = async || client.groups().delete("9").await.expect_err("it is not there").status().map(|status| status.as_u16());
        let deleted = if backwards { delete().await } else { None };
        let created = client.groups().create(&CreateGroupInput::new(name)).await?.id;
        let (mut listed, mut groups) = (Vec::new(), client.groups().list().stream());
        while let Some(group) = groups.next().await {
            listed.push(group?.id);
        }
        let deleted = if backwards { deleted } else { delete().await };
        Ok::<_, Error>((created, listed, deleted))
    };
    let expected = run(calls(&client, "Ops", false)).expect("the mock answers");
    assert_eq!(expected, ("7".to_owned(), vec!["0".to_owned(), "1".to_owned(), "2".to_owned()], Some(404)));
    let archive = recorder.to_har().to_string();
    let replayed = |replay: &HarReplay| {
        let builder = Client::builder().token("another-token").base_url("https://elsewhere.example/api").mock(&mock);
        builder.transport(replay.clone()).build().expect("nothing is missing")
    };
    let strict = HarReplay::from_slice(archive.as_bytes()).expect("it is one");
    assert_eq!(run(calls(&replayed(&strict), "Ops", false)).expect("it is the same"), expected);
    strict.verify();
    let strict = HarReplay::from_slice(archive.as_bytes()).expect("it is one");
    let error = run(calls(&replayed(&strict), "Dev", false)).expect_err("another name");
    assert_eq!((error.attempts(), error.delivery()), (1, Delivery::NeverSent));
    let report = panic_of(|| strict.verify());
    assert!(report.contains("where entry 0 is next: `/name`: expected \"Ops\", found \"Dev\"") && report.contains("DELETE"), "{report}");
    let lenient = HarReplay::from_slice(archive.as_bytes()).expect("it is one").lenient();
    for name in ["Dev", "Ops"] {
        assert_eq!(run(calls(&replayed(&lenient), name, true)).expect("order and bodies do not matter"), expected);
    }
    lenient.verify();
    let error = run(replayed(&lenient).groups().get("x").into_future()).expect_err("it was not recorded");
    assert!(error.to_string().contains("the archive has nothing for that path"), "{error}");
    for (broken, problem) in [
        (&archive[..archive.len() / 2], "it is not JSON"),
        (r#"{"log": {}}"#, "it has no list `/log/entries`"),
        (r#"{"log": {"entries": [{"request": {"method": "GET", "url": "/"}}]}}"#, "entry 0: `/response/status` is missing"),
    ] {
        let error = HarReplay::from_slice(broken.as_bytes()).expect_err(problem);
        assert!(error.to_string().contains(problem), "{error}");
    }
}
