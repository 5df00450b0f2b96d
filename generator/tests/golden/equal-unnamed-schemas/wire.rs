use crate::server::{Server, run};
use ::equal_unnamed_schemas::Client;
use ::equal_unnamed_schemas::types::{
    Door, Issue, IssueAuthor, IssueClosedBy, IssueDue, IssueLabel, IssueState, IssueUntil, IssueVotersValue, Label, ReporterKind,
};

const ISSUES: &str = r#"[{"id":1,"author":{"login":"ann","kind":"human"},"closed_by":{"login":"bob","kind":"robot","since":3},
    "merged_by":{"login":7,"kind":"bot"},"assignees":[{"login":"eve"}],"label":{"name":"bug"},"state":"open","due":"never","until":9,
    "watchers":[{"login":"zoe"}],"voters":{"a":{"kind":"bot"}},"from":{"login":"dan"}}]"#;

/// What is written for one of the copies.
fn login(person: Option<&IssueAuthor>) -> &str {
    person.and_then(|person| person.login.as_deref()).unwrap_or_default()
}

#[test]
fn copies_of_a_schema_are_one_type() {
    let server = Server::json(200, ISSUES);
    let issues = run(client!(server).issues().list()).unwrap();
    let issue = &issues[0];
    assert_eq!((login(issue.author.as_ref()), login(issue.closed_by.as_ref())), ("ann", "bob"));
    assert_eq!(login(issue.watchers.as_ref().and_then(|watchers| watchers.first())), "zoe");
    let kinds = [&issue.author, &issue.closed_by].map(|person| person.as_ref().and_then(|person| person.kind.clone()));
    assert_eq!(kinds, [Some(ReporterKind::Human), Some(ReporterKind::Other("robot".into()))]);
    assert_eq!(issue.merged_by.as_ref().and_then(|by| by.kind.clone()), Some(ReporterKind::Bot));
    let label: &Label = issue.label.as_ref().unwrap();
    assert_eq!(label.name.as_deref(), Some("bug"));
    assert_eq!((issue.due.as_ref().unwrap(), issue.until.as_ref().unwrap()), (&IssueUntil::String("never".into()), &IssueDue::Integer(9)));
    // What a copy does not name is kept as in any type.
    assert_eq!(serde_json::to_value(&*issues).unwrap(), serde_json::from_str::<serde_json::Value>(ISSUES).unwrap());
}

#[test]
fn each_name_stays() {
    let mut issue = Issue::default();
    let mut made: IssueClosedBy = IssueVotersValue::default();
    made.login = Some("ann".into());
    issue.author = Some(made);
    issue.label = Some(IssueLabel::default());
    assert_eq!(serde_json::to_string(&issue).unwrap(), r#"{"id":0,"author":{"login":"ann"},"label":{}}"#);
    // An enum that has a name is not what another place with the same values is of.
    assert_ne!(std::any::TypeId::of::<Door>(), std::any::TypeId::of::<IssueState>());
}
