//! What has to arrive, told from the definition that people wrote, without the generator.

use serde_json::Value;

use crate::definition::{Definition, Operation, items, place_and_name};
use crate::on_the_wire::expect::{Body, Expected, encode, text};
use crate::on_the_wire::multipart::Part;
use crate::operations::{Args, Values, file_content, file_name};

/// What every call asks for first: see the API's behaviour, section 3.
const JSON: &str = "application/json";

/// The request that the definition promises.
pub fn expected(definition: &Definition, operation: &Operation<'_>, args: &Args) -> Expected {
    let base = if operation.value["x-server"] == "account" { "/account" } else { "/api" };
    let mut path = format!("{base}{}", operation.path);
    for parameter in operation.parameters_in("path") {
        let value = &args.values[&place_and_name(parameter)];
        path = path.replace(&format!("{{{}}}", name(parameter)), &encode(&text(value), ""));
    }
    let query = operation.parameters_in("query").flat_map(|parameter| pairs(parameter, &args.values, |text| encode(text, "")));
    // What is no JSON is asked for behind it.
    let produced = items(definition.effective(operation, "produces")).filter_map(Value::as_str).filter(|media| *media != JSON);
    let accept: Vec<&str> = std::iter::once(JSON).chain(produced).collect();
    let headers = [("accept", accept.join(", ")), ("x-tallyfy-client", "APIClient".to_owned())];
    let headers = headers.map(|(name, value)| (name.to_owned(), Some(value)));
    let mut request =
        Expected { method: operation.method.clone(), path, query: query.collect(), headers: headers.into(), ..Expected::default() };
    if items(definition.effective(operation, "security")).next().is_some() {
        request.headers.insert("authorization".to_owned(), Some("Bearer s3cret".to_owned()));
    } else {
        request.absent.push("authorization");
    }
    request.body = body(definition, operation, args);
    request
}

fn body(definition: &Definition, operation: &Operation<'_>, args: &Args) -> Body {
    if operation.body().is_some() {
        return Body::Json { media: "application/json".to_owned(), value: args.body.clone() };
    }
    let fields: Vec<&Value> = operation.parameters_in("formData").collect();
    let multipart = items(definition.effective(operation, "consumes")).any(|media| media == "multipart/form-data");
    match (fields.is_empty(), multipart) {
        (true, _) => Body::Nothing,
        (false, true) => {
            let parts = fields.into_iter().map(|field| part(field, &args.values)).collect();
            Body::Multipart { media: "multipart/form-data".to_owned(), parts }
        }
        (false, false) => Body::Form(fields.into_iter().flat_map(|field| pairs(field, &args.values, str::to_owned)).collect()),
    }
}

fn part(field: &Value, values: &Values) -> Part {
    let name = name(field);
    // Quotes in names of files are written as browsers do.
    let (file, content) = match field["type"].as_str() {
        Some("file") => (Some((file_name(name).replace('"', "%22"), "application/pdf".to_owned())), file_content(name)),
        _ => (None, text(&values[&place_and_name(field)]).into_bytes()),
    };
    Part { name: name.to_owned(), file, content }
}

/// The pairs of one parameter.
fn pairs(parameter: &Value, values: &Values, written: fn(&str) -> String) -> Vec<(String, String)> {
    let value = &values[&place_and_name(parameter)];
    let pair = |value: String| (name(parameter).to_owned(), value);
    let Some(list) = value.as_array() else {
        return vec![pair(written(&text(value)))];
    };
    let list: Vec<String> = list.iter().map(|item| written(&text(item))).collect();
    match parameter["collectionFormat"].as_str() {
        None | Some("csv") => vec![pair(list.join(","))],
        Some("multi") => list.into_iter().map(pair).collect(),
        Some(other) => panic!("the definition has lists as {other} now: say how they are written"),
    }
}

fn name(parameter: &Value) -> &str {
    parameter["name"].as_str().expect("every parameter has a name")
}
