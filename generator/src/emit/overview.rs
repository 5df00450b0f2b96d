//! `llms.txt`: the crate on one page, for people who write with an assistant.

use std::fmt::Write as _;

use crate::emit::doc;
use crate::emit::rust_names::{RustName, rust_name};
use crate::ir::{self, Home, Type};

/// The page. `program` is one with a first call.
pub(super) fn text(api: &ir::Api, krate: &str, program: &str) -> String {
    let operations: usize = api.modules.iter().map(|module| module.endpoints.len()).sum();
    let mut out = format!(
        "# {krate}\n\n> Rust client of {}, version {}: {operations} operations in {} resources. Async on tokio; a blocking client, a mock for\n\
         > tests and others are Cargo features.\n",
        api.title,
        api.version,
        api.modules.len()
    );
    if !program.is_empty() {
        let _ = write!(out, "\n## First call\n\n```rust,no_run\n{}\n```\n", program.trim_end());
    }
    out.push_str(&MANNERS.replace("KRATE", krate).replacen("STREAMS", if has_streams(api) { STREAMS } else { "" }, 1));
    if let Some(webhooks) = &api.webhooks {
        sent(&mut out, krate, webhooks);
    }
    out.push_str(
        "\n## Resources\n\nEach is a Cargo feature; all are on by default. `client.RESOURCE().OPERATION(…)`: required parameters are arguments,\n\
         optional ones are setters on the call, listed behind the arrow in square brackets. Types are in the module `types`, or in the\n\
         module of the resource.\n",
    );
    for module in &api.modules {
        let _ = write!(out, "\n### {}\n\n", module.name.as_str());
        module.endpoints.iter().for_each(|endpoint| line(&mut out, module, endpoint));
    }
    out
}

/// What the API sends, and how it is read.
fn sent(out: &mut String, krate: &str, webhooks: &ir::Webhooks) {
    let module = webhooks.name.as_str();
    let _ = write!(
        out,
        "\n## What the API sends\n\nThe module `{module}`, behind the feature `{}`, which is on by default:\n\n",
        webhooks.feature
    );
    if let Some(event) = &webhooks.event {
        let (name, names): (_, Vec<String>) =
            (event.name.as_str(), event.rows.iter().map(|row| format!("`{}`", row.variant.as_str())).collect());
        let _ = write!(
            out,
            "- `{module}::{name}::from_slice(body)` reads a payload of any webhook: {}, or `Other` with its JSON.\n  \
             `{name}::named(name, body)` reads one whose event a header names. `{krate}::{module}::InvalidPayload` means that the body is no\n  \
             JSON: answer 400.\n",
            names.join(", ")
        );
    }
    for callback in &webhooks.callbacks {
        let _ = writeln!(out, "- `{module}::{}(body)` -> `{}`", callback.name.as_str(), name(&callback.ty));
    }
    let _ = writeln!(
        out,
        "- `{module}::secrets_match(expected, received)` compares a secret in constant time. Nothing verifies a sender otherwise."
    );
}

/// How calls are made, what they return, and what goes wrong: the same for every API.
const MANNERS: &str = r#"
## Calls

- A client is made once and cloned: clones share connections and limits. `client.for_…(value)` calls for another value of a parameter that the client is bound to.
- A call is awaited for its value. `.with_response()` gives status and headers too, `.retries(n)`, `.timeout(…)` and `.deadline(…)` are for
  this call, `.preview()` shows the request as curl without sending it.
- Lists: `.await` gives one page, `.stream()` all items, `.pages()` page after page; `.limit(n)` ends earlier.
STREAMS- Inputs: `types::X::new(required…)` with setters. `Maybe` keeps absent, null and empty apart. What the definition does not name is in `extra`.
- Enums have `Other(String)` for values that are not in the definition: a `match` needs an arm for it.
- Structs are `#[non_exhaustive]`: they are made by `new` or `Default`, not by a literal.

```rust,no_run
async fn example(client: &KRATE::Client) -> Result<(), KRATE::Error> {
    // Any request, also one that the definition does not have.
    match client.request(KRATE::Method::GET, "/path/{id}").path("id", 7).query("q", "text").await {
        Ok(value) => println!("{value}"),
        Err(error) if error.is_not_found() => println!("there is none"),
        Err(error) => {
            // What became of a write, and whether it may be sent again.
            println!("{error}: {:?}, {:?}, {}", error.status(), error.delivery(), error.is_safe_to_retry());
            return Err(error);
        }
    }
    Ok(())
}
```

## Errors and pitfalls

- `error.typed::<T>()` reads the body of an error as the definition's type; `error.message()` and `error.field_errors()` need no type.
- Idempotent requests are retried with a backoff, writes only where nothing was sent or the server says so. `Retry-After` is obeyed.
- `Delivery::Unknown` means that a write may have happened: look before you repeat it.
- A client runs on tokio, with time and I/O enabled. Without `async`, use the feature `blocking`, not `block_on` inside a runtime.
- Do not build URLs by hand: path parameters are encoded by the call.
- `test-util` has a mock that is typed by the operations; no port is opened, no time is waited. Every type has `Type::example()` (trait `test::Example`).
"#;

/// How streams are read.
const STREAMS: &str = "\
- Streams of one response: `.stream()` gives items as they come, `.await` all of them at its end; where an operation says `or .stream()`,
  `.await` gives the one value instead. An item that cannot be read is one error, and the next ones follow. Dropping a stream ends its
  request; `.reconnecting()` makes new connections for event streams, with `Last-Event-ID`.
";

/// Whether any response is read as it comes.
fn has_streams(api: &ir::Api) -> bool {
    let mut responses = api.modules.iter().flat_map(|module| &module.endpoints).map(|endpoint| &endpoint.response);
    responses.any(|response| response.stream.is_some() || matches!(response.kind, ir::ResponseKind::Sequence { .. }))
}

fn line(out: &mut String, module: &ir::Module, endpoint: &ir::Endpoint) {
    let mut arguments: Vec<String> = endpoint.args.iter().map(|arg| format!("{}: {}", arg.name.as_str(), argument(&arg.ty))).collect();
    let mut setters: Vec<&str> = endpoint.options.iter().map(|arg| arg.name.as_str()).collect();
    if let Some(body) = &endpoint.body {
        let ty = body.kind.value_type().map_or_else(|| "impl Into<Bytes>".to_owned(), |ty| format!("&{}", name(ty)));
        if body.required {
            arguments.push(format!("{}: {ty}", body.name.as_str()));
        } else {
            setters.push(body.name.as_str());
        }
    }
    let mut returned = match &endpoint.response.kind {
        ir::ResponseKind::Empty => "()".to_owned(),
        ir::ResponseKind::Json(ty) | ir::ResponseKind::ByStatus(ty) => name(ty),
        ir::ResponseKind::Page { item, .. } => format!("pages of {}", name(item)),
        ir::ResponseKind::Sequence { item, .. } => format!("a stream of {}", name(item)),
        ir::ResponseKind::Text => "String".to_owned(),
        ir::ResponseKind::Bytes => "Bytes".to_owned(),
    };
    if let Some(stream) = &endpoint.response.stream {
        let _ = write!(returned, ", or .stream() of {}", name(&stream.item));
    }
    let _ = write!(out, "- `{}().{}({}) -> {returned}`", module.name.as_str(), endpoint.name.as_str(), arguments.join(", "));
    if !setters.is_empty() {
        let _ = write!(out, " [{}]", setters.join(", "));
    }
    let about = doc::first_sentence(&endpoint.doc.0).join(" ");
    out.push_str(&if about.is_empty() { format!(" {} {}", endpoint.method, endpoint.path) } else { format!(" {about}") });
    out.push('\n');
}

/// What an argument takes.
fn argument(ty: &Type) -> String {
    match ty {
        Type::String => "&str".to_owned(),
        Type::List(item) => format!("list of {}", argument(item)),
        ty => name(ty),
    }
}

fn name(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("Vec<{}>", name(item)),
        Type::Map(value) => format!("BTreeMap<String, {}>", name(value)),
        Type::Boxed(inner) => name(inner),
        Type::Nullable(inner) => format!("Option<{}>", name(inner)),
        Type::Named { name, home } => match home {
            Home::Types => format!("types::{}", name.as_str()),
            Home::Here => name.as_str().to_owned(),
        },
        ty => match rust_name(ty) {
            Some(RustName::Std(name) | RustName::Runtime(name)) => name.to_owned(),
            None => "Value".to_owned(),
        },
    }
}
