use ::webhooks_by_header::webhook::Event;

#[test]
fn a_header_names_the_event() {
    let opened = br#"{"action":"opened","number":7}"#;
    let closed = br#"{"action":"closed","number":8}"#;
    assert!(matches!(Event::named("issues", opened).unwrap(), Event::IssuesOpened(issue) if issue.number == 7));
    assert!(matches!(Event::named("issues", closed).unwrap(), Event::IssuesClosed(issue) if issue.number == 8));
    assert!(matches!(Event::named("pull_request", opened).unwrap(), Event::PullRequestOpened(_)));
    // The beginning of a name is enough, where no name is the whole of it.
    assert!(matches!(Event::named("release", opened).unwrap(), Event::ReleaseMade(_)));
    // A name that the definition does not know, though the payload would fit.
    assert!(matches!(Event::named("issue", opened).unwrap(), Event::Other(json) if json["number"] == 7));
    assert!(matches!(Event::named("", opened).unwrap(), Event::Other(_)));
}
