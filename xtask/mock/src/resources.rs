//! Resources by the shape of the paths: what is created can be read, listed, changed and deleted.

use std::sync::Mutex;

use axum::response::Response;
use generator::lower::example_values::Direction;
use serde_json::Value;

use crate::answers;
use crate::checks::{Asked, is_bound};
use crate::definition::{Definition, Role, Served};
use crate::errors::Refusal;
use crate::store::{Item, List, State, StateFile};

/// How many items a list begins with.
const SEEDS: u64 = 3;

/// What properties are called that hold an id, beside the name of the placeholder.
const IDS: [&str; 4] = ["id", "uuid", "key", "name"];

/// The resources, and where they are kept.
pub struct Resources {
    /// What each operation is about, in the order of the operations.
    all: Vec<Option<Resource>>,
    state: Mutex<State>,
    file: Option<StateFile>,
}

impl Resources {
    pub fn new(definition: &Definition, state: State, file: Option<StateFile>) -> Self {
        let all = definition.operations.iter().map(|served| Resource::of(definition, served)).collect();
        Self { all, state: Mutex::new(state), file }
    }

    /// Carries an operation out.
    pub fn carry_out(
        &self,
        definition: &Definition,
        served: &Served,
        path: &str,
        asked: &Asked<'_>,
        body: Option<&Value>,
    ) -> Result<Response, Refusal> {
        let Some((role, resource)) = served.role.zip(self.all.get(served.index).and_then(Option::as_ref)) else {
            return Ok(answers::example(definition, served, asked));
        };
        let (list_path, id) = match asked.path.last().filter(|_| role.is_of_item()) {
            Some((name, _)) if is_bound(definition.hints, name) => return Ok(answers::example(definition, served, asked)),
            Some((_, id)) => (path.rsplit_once('/').map_or("", |(list, _)| list), id.as_str()),
            None => (path, ""),
        };
        // A request that panics changes nothing half: the lock is as good as before.
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !state.lists.contains_key(list_path) {
            let list = resource.seeds(definition);
            state.lists.insert(list_path.to_owned(), list);
        }
        let Some(list) = state.lists.get_mut(list_path) else { return Ok(answers::example(definition, served, asked)) };
        let response = match role {
            Role::List => return Ok(answers::page(definition, served, &list.items, asked)),
            Role::Read => return Ok(answers::one(definition, served, &list.find(id).ok_or_else(missing)?.value)),
            Role::Create => {
                let mut value = resource.next(definition, list);
                merge(&mut value, body);
                let item = Item { id: text(value.get(&resource.key)), value };
                let response = answers::one(definition, served, &item.value);
                list.items.push(item);
                response
            }
            Role::Change => {
                let item = list.find_mut(id).ok_or_else(missing)?;
                let before = item.value.get(&resource.key).cloned();
                merge(&mut item.value, body);
                if let (Some(before), Some(object)) = (before, item.value.as_object_mut()) {
                    object.insert(resource.key.clone(), before);
                }
                answers::one(definition, served, &item.value)
            }
            Role::Delete => {
                let index = list.items.iter().position(|item| item.id == id).ok_or_else(missing)?;
                let item = list.items.remove(index);
                // What lies below is gone as well.
                let below = format!("{path}/");
                state.lists.retain(|other, _| !other.starts_with(&below));
                answers::one(definition, served, &item.value)
            }
        };
        if let Some(file) = &self.file {
            file.write(&state).map_err(|error| Refusal::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, error))?;
        }
        Ok(response)
    }
}

fn missing() -> Refusal {
    Refusal::not_found("Resource")
}

/// What one of a list looks like.
struct Resource {
    example: Value,
    /// The property that the path calls it by.
    key: String,
    /// What a path is shown to call the first one by.
    first: Option<Value>,
    by: &'static Served,
}

impl Resource {
    /// The operation that tells most of one: it reads it, or else it lists or makes it. None where nothing is its id.
    fn of(definition: &Definition, served: &Served) -> Option<Self> {
        let collection = if served.role?.is_of_item() { served.template.collection()?.0 } else { served.template.clone() };
        let is_of = |one: &&'static Served| {
            let of = if one.role.is_some_and(Role::is_of_item) { one.template.collection().map(|(list, _)| list) } else { None };
            of.as_ref().unwrap_or(&one.template).is_same(&collection)
        };
        let name = definition.operations.iter().find_map(|one| {
            let (list, name) = one.template.collection()?;
            list.is_same(&collection).then(|| name.to_owned())
        })?;
        let all = definition.operations;
        let by_role = |role: Role| all.iter().filter(is_of).find(|one| one.role == Some(role));
        let by = [Role::Read, Role::Create, Role::Change, Role::List].into_iter().find_map(by_role)?;
        let body = by.success.body.as_ref()?;
        let payload = body.value.pointer(&by.success.payload)?;
        let example = if by.role == Some(Role::List) { payload.get(0)? } else { payload };
        let last = last_word(&name);
        let is_id = |key: &str| example.get(key).is_some_and(|value| value.is_string() || value.is_number());
        let key = std::iter::once(name.as_str()).chain([last.as_str()]).chain(IDS).find(|key| is_id(key))?.to_owned();
        let first = definition.operations.iter().filter(|one| one.template.collection().is_some_and(|(list, _)| list.is_same(&collection)));
        let first = first.flat_map(|one| &one.parameters).find(|one| one.parameter_data_ref().name == name);
        let first = first.and_then(|parameter| definition.examples.of_parameter(parameter));
        Some(Self { example: example.clone(), key, first, by })
    }

    /// What a list begins with.
    fn seeds(&self, definition: &Definition) -> List {
        let mut list = List::default();
        for _ in 0..SEEDS {
            let value = self.next(definition, &mut list);
            let id = text(value.get(&self.key));
            if list.find(&id).is_none() {
                list.items.push(Item { id, value });
            }
        }
        list
    }

    /// One more: the example with an id of its own.
    fn next(&self, definition: &Definition, list: &mut List) -> Value {
        let mut value = self.example.clone();
        let id = value.get(&self.key).cloned().unwrap_or_default();
        let fits = |id: &Value| {
            let mut value = self.example.clone();
            value[&self.key] = id.clone();
            let whole = || {
                let mut body = self.by.success.body.as_ref()?.value.clone();
                let place = body.pointer_mut(&self.by.success.payload)?;
                *place = if self.by.role == Some(Role::List) { Value::Array(vec![value]) } else { value };
                Some(body)
            };
            let schema = self.by.success.body.as_ref().and_then(|body| body.schema);
            whole().zip(schema).is_none_or(|(body, schema)| definition.examples.violations(schema, &body, Direction::Response).is_empty())
        };
        let new = (0..100).find_map(|_| {
            let new = self.first.clone().filter(|first| list.given == 0 && fits(first)).unwrap_or_else(|| numbered(&id, list.given));
            list.given += 1;
            (list.find(&text(Some(&new))).is_none() && fits(&new)).then_some(new)
        });
        value[&self.key] = new.unwrap_or(id);
        value
    }
}

/// The id with a number, as long and of the same letters where it can be; the first is the example's own.
fn numbered(example: &Value, number: u64) -> Value {
    match example {
        _ if number == 0 => example.clone(),
        Value::Number(id) => id.as_u64().and_then(|id| id.checked_add(number)).map_or_else(|| example.clone(), Value::from),
        Value::String(id) => {
            let end = format!("{number:x}");
            let kept = id.char_indices().rev().nth(end.len().max(4) - 1).map_or(0, |(start, _)| start);
            let (start, rest) = id.split_at(kept);
            let width = rest.chars().count().max(end.len());
            Value::String(format!("{start}{end:0>width$}"))
        }
        other => other.clone(),
    }
}

/// The last word of a name, as properties are called: `id` of `group_id` and `petId`, `email` of `guest_email`.
fn last_word(name: &str) -> String {
    let start = name.char_indices().rev().find(|(_, letter)| !letter.is_alphanumeric() || letter.is_uppercase());
    start.map_or(name, |(start, _)| &name[start..]).trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// Takes over what a request says.
fn merge(value: &mut Value, body: Option<&Value>) {
    if let (Some(known), Some(given)) = (value.as_object_mut(), body.and_then(Value::as_object)) {
        for (key, given) in given {
            known.insert(key.clone(), given.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_are_like_the_first() {
        let ids: Vec<Value> = (0..3).map(|number| numbered(&json!("a1b2c3d4"), number)).collect();
        assert_eq!(ids, [json!("a1b2c3d4"), json!("a1b20001"), json!("a1b20002")]);
        assert_eq!((numbered(&json!(7), 2), numbered(&json!("x"), 300)), (json!(9), json!("12c")));
    }

    #[test]
    fn a_placeholder_ends_with_the_name_of_a_property() {
        let words = ["group_id", "petId", "guest_email", "id", "name"].map(last_word);
        assert_eq!(words, ["id", "id", "email", "id", "name"]);
    }
}
