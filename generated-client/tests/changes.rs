//! Changes as Tallyfy wants them written.

use serde::de::DeserializeOwned;
use serde_json::{Value, json as value};
use tallyfy::types::{
    AccountsInput, CreateStepInput, Group, Run, StandaloneTask, Step, Task, UpdateGroupInput, UpdateRunInput, UpdateStandaloneTaskInput,
    UpdateTaskInput, User,
};

fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("readable")
}

fn sent(body: impl serde::Serialize) -> Value {
    serde_json::to_value(body).expect("writable")
}

#[test]
fn a_groups_description_is_never_emptied_and_its_guests_are_addresses() {
    let before: Group = read(value!({ "id": "1", "name": "A", "description": "D", "members": [1, 2], "guests": ["a@b.example"] }));
    let mut after = before.clone();
    after.members = Some(vec![]);
    after.description = None;
    assert_eq!(sent(UpdateGroupInput::from_changes(&before, &after)), value!({ "members": [] }));
    let full = value!([{ "email": "c@d.example", "first_name": "C" }, "a@b.example"]);
    let after: Group = read(value!({ "id": "1", "name": "B", "description": "D", "members": [1, 2], "guests": full }));
    assert_eq!(sent(UpdateGroupInput::from_changes(&before, &after)), value!({ "name": "B", "guests": ["c@d.example", "a@b.example"] }));
}

#[test]
fn what_is_emptied_when_it_is_left_out_is_sent_again() {
    let before: Step = read(value!({ "id": "1", "title": "T", "summary": "S", "assignees": [1], "guests": ["a@b.example"], "groups": [] }));
    let mut after = before.clone();
    after.summary = Some("new".to_owned());
    assert_eq!(
        sent(CreateStepInput::from_changes(&before, &after)),
        value!({ "title": "T", "summary": "new", "assignees": [1], "guests": ["a@b.example"], "groups": [] })
    );
    let before: Run = read(value!({ "id": "1", "name": "R", "users": [5], "groups": ["g"] }));
    let mut after = before.clone();
    after.name = Some("S".to_owned());
    assert_eq!(sent(UpdateRunInput::from_changes(&before, &after)), value!({ "name": "S", "users": [5], "groups": ["g"] }));
}

#[test]
fn what_is_required_is_there_with_every_change() {
    let before: User = read(value!({ "id": 5, "first_name": "A", "last_name": "B", "timezone": "UTC", "team": "X", "phone": "1" }));
    let mut after = before.clone();
    after.team = None;
    assert_eq!(
        sent(AccountsInput::from_changes(&before, &after)),
        value!({ "first_name": "A", "last_name": "B", "timezone": "UTC", "team": null })
    );
    let owners = value!({ "users": [{ "id": 7, "full_name": "G" }], "guests": [], "groups": [] });
    let before: StandaloneTask = read(value!({ "id": "1", "title": "T", "deadline": "2026-01-02T03:04:05Z", "owners": owners }));
    let body = sent(UpdateStandaloneTaskInput::from_changes(&before, &before));
    assert_eq!(body["owners"], value!({ "users": [7], "guests": [], "groups": [] }));
    assert_eq!((&body["title"], body.as_object().map(|members| members.len())), (&value!("T"), Some(3)));
}

#[test]
fn values_of_form_fields_are_merged_by_their_key() {
    let before: Task = read(value!({ "id": "1", "title": "T", "taskdata": { "a": "1", "b": "2" } }));
    let after: Task = read(value!({ "id": "1", "title": "T", "taskdata": { "a": "1", "b": "3" } }));
    assert_eq!(sent(UpdateTaskInput::from_changes(&before, &after)), value!({ "taskdata": { "b": "3" } }));
    assert_eq!(sent(UpdateTaskInput::from_changes(&before, &before)), value!({}));
}
