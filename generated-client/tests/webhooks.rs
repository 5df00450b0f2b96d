//! Receiving what Tallyfy sends: the program in `examples/`, posted to in the process.

#[allow(dead_code, reason = "the program itself is not run")]
#[path = "../examples/receive_webhooks.rs"]
mod program;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tallyfy::test::Example as _;
use tallyfy::types::WebhookTask;
use tallyfy::webhook::{Event, OrganizationEvent, Process, Task};
use tower::ServiceExt as _;

/// Posts a body to the receiver, whose secret is `s3cret`. Gives the status and the body of the response.
async fn post(secret: &str, body: impl Into<Body>) -> (u16, String) {
    let request = Request::post(format!("/tallyfy/{secret}")).header("X-Tallyfy-orgID", "a1b2").body(body.into()).unwrap();
    let response = program::receiver("s3cret").oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn received(body: &Value) -> String {
    let (status, summary) = post("s3cret", body.to_string()).await;
    assert_eq!(status, 200, "{body}: {summary}");
    summary
}

#[tokio::test]
async fn each_event_is_taken() {
    let process = json!({"id": "p1", "checklist_id": "t1", "name": "Onboarding", "status": "in-progress", "progress": 60});
    assert_eq!(received(&process).await, "process p1: in-progress");
    let task = json!({"this_task": {"id": "k1", "title": "Review"}, "process": {"id": "p1"}, "launcher": {"id": "u1"}});
    assert_eq!(received(&task).await, "task completed: Review");
    let subscribed = json!({"event": "task.completed", "task": {"id": "k1"}});
    assert_eq!(received(&subscribed).await, "task.completed");
    // An event that was added later is one of the same kind.
    assert_eq!(received(&json!({"event": "process.archived", "process": {"id": "p1"}})).await, "process.archived");
}

#[tokio::test]
async fn what_the_crate_gives_as_examples_is_taken() {
    let examples = [
        serde_json::to_value(Process::example()).unwrap(),
        serde_json::to_value(Task::example().this_task(WebhookTask::example().title("Sign"))).unwrap(),
        serde_json::to_value(OrganizationEvent::example()).unwrap(),
        serde_json::to_value(Event::example()).unwrap(),
    ];
    for example in &examples {
        assert!(!received(example).await.starts_with("not known"), "{example}");
    }
    assert_eq!(received(&examples[1]).await, "task completed: Sign");
}

#[tokio::test]
async fn an_unknown_event_is_no_error() {
    assert!(received(&json!({"weather": "fine"})).await.starts_with("not known"));
}

#[tokio::test]
async fn a_broken_body_is_refused() {
    for body in ["", "{", "{\"this_task\":", "this_task=1"] {
        let (status, problem) = post("s3cret", body).await;
        assert_eq!(status, 400, "{body:?}");
        assert!(problem.contains("expected JSON"), "{body:?}: {problem}");
    }
}

#[tokio::test]
async fn a_wrong_secret_finds_nothing() {
    let body = r#"{"this_task":{"id":"k1"}}"#;
    for secret in ["s3cre", "s3crets", "S3cret", "s3cret%20", "x"] {
        assert_eq!(post(secret, body).await, (404, String::new()), "{secret}");
    }
    // Nothing is read before the secret is known to be right.
    assert_eq!(post("wrong", "{").await.0, 404);
}

/// Shapes that differ from organization to organization, and from version to version.
#[test]
fn bodies_are_read_with_the_usual_tolerance() {
    let body = json!({
        "this_task": {
            "id": 17, "title": "Review", "captures": [], "position": "3", "completed_at": "02/10/2025 02:30 PM UTC",
            "assets": [{"id": "f1", "version": 1}],
        },
        "next_task": {"data": null},
        "process": {"id": "p1", "progress": "60", "prerun": [], "tags": []},
        "form-fields": {"risk": "low", "amount": 5},
    });
    let Event::Task(task) = Event::from_slice(body.to_string().as_bytes()).unwrap() else { panic!("it is a task") };
    assert_eq!((task.this_task.id.as_deref(), task.this_task.position), (Some("17"), Some(3)));
    assert!(task.next_task.is_none());
    let process = task.process.as_ref().unwrap();
    assert_eq!((process.progress, process.prerun.as_ref().map(|fields| fields.len())), (Some(60), Some(0)));
    assert_eq!(task.form_fields.as_ref().unwrap()["amount"], 5);
    assert_eq!(task.this_task.completed_at.as_ref().map(|time| time.as_str()), Some("02/10/2025 02:30 PM UTC"));

    for empty in [json!({"data": null}), json!({}), json!([]), json!(null)] {
        let body = json!({"this_task": {"id": "k1"}, "next_task": empty});
        let event = Event::from_slice(body.to_string().as_bytes()).unwrap();
        assert!(matches!(&event, Event::Task(task) if task.this_task.id.as_deref() == Some("k1")), "{event:?}");
    }
}

#[cfg(feature = "drift")]
#[test]
fn differences_from_the_definition_are_reported() {
    use std::sync::{Arc, Mutex};
    use tallyfy::webhook::from_slice_with_drift;

    let found = Arc::new(Mutex::new(Vec::new()));
    let report = {
        let found = Arc::clone(&found);
        move |drift: tallyfy::Drift| found.lock().unwrap().push(drift.to_string())
    };
    let body = br#"{"this_task":{"id":"k1","mood":"fine"}}"#;
    let event: Event = from_slice_with_drift(body, "webhook", report).unwrap();
    assert_eq!(event.name(), Some("task"));
    assert_eq!(*found.lock().unwrap(), ["POST webhook: an unknown field at this_task.mood, found a string"]);
}
