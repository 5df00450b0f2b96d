//! Every operation of the crate, to be called by its id with values that a test chooses.

// Each test binary uses another part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
pub use tallyfy as api;

use api::{Client, Error, ErrorBody, File, FromJson, Operation, Page};

#[rustfmt::skip]
#[allow(unused_imports, reason = "each tag is a feature")]
#[path = "../generated/samples/mod.rs"]
mod samples;

/// One operation.
pub struct Sample {
    /// Its id in the definition.
    pub id: &'static str,
    /// Its tag and its method, which no other operation has.
    pub key: &'static str,
    /// What its type says of it.
    pub facts: fn() -> Facts,
    /// Calls it with all its parameters.
    pub call: fn(&Client, &Args) -> Pending,
    /// Reads a body as the operation's type and writes it again, where the body has a type.
    pub body: Option<fn(Value) -> Result<Written, serde_json::Error>>,
    /// Reads the body of an error as what is declared for its status, where something is declared.
    pub failure: Option<ReadFailure>,
}

/// Says why an error is not what is declared for its status.
pub type ReadFailure = fn(&Error) -> Result<(), String>;

/// What a success of one status carries.
pub type OfStatus = (u16, Option<Written>);

/// An id, a method and a path template.
pub type Facts = (&'static str, &'static str, &'static str);

fn facts<O: Operation>() -> Facts {
    (O::ID, O::METHOD, O::PATH)
}

/// A call under way.
pub type Pending = Pin<Box<dyn Future<Output = Result<Answer, Error>>>>;

/// A value that has been read and written again.
#[derive(Debug, Default)]
pub struct Written {
    pub json: Value,
    /// How many of its objects hold what no field took.
    pub aside: usize,
    /// The same, read strictly.
    #[cfg(feature = "strict")]
    pub strictly: Option<Result<Value, api::strict::InputError>>,
}

impl From<Value> for Written {
    fn from(json: Value) -> Self {
        Self { json, ..Self::default() }
    }
}

/// By what is written: how it was read does not show there.
impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

/// What a call gave, as JSON again.
#[derive(Debug, PartialEq)]
pub enum Answer {
    Nothing,
    Bytes(Bytes),
    Text(String),
    Json(Written),
    Page(Listing),
    /// What is declared for this status.
    OfStatus(u16, Option<Written>),
}

impl Answer {
    /// How many objects hold what no field takes.
    pub fn aside(&self) -> usize {
        match self {
            Self::Json(value) | Self::Page(Listing { items: value, .. }) | Self::OfStatus(_, Some(value)) => value.aside,
            Self::Nothing | Self::Bytes(_) | Self::Text(_) | Self::OfStatus(_, None) => 0,
        }
    }
}

/// One page.
#[derive(Debug, PartialEq)]
pub struct Listing {
    pub items: Written,
    /// What the response says beside the items.
    pub info: Map<String, Value>,
    pub total: Option<u64>,
}

/// All operations.
pub fn all() -> impl Iterator<Item = &'static Sample> {
    samples::SAMPLES.iter().copied().flatten()
}

/// Parameters by their places (`path`, `query`, `query_string`, `header`, `cookie`, `form` or `part_header`) and their names on the wire.
pub type Values = BTreeMap<(String, String), Value>;

/// The values for a call.
#[derive(Debug, Default)]
pub struct Args {
    pub values: Values,
    pub body: Value,
}

impl Args {
    fn path<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("path", name)
    }

    fn query<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("query", name)
    }

    fn query_string<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("query_string", name)
    }

    fn header<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("header", name)
    }

    fn cookie<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("cookie", name)
    }

    fn part_header<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("part_header", name)
    }

    fn form<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("form", name)
    }

    fn get<T: DeserializeOwned>(&self, place: &str, name: &str) -> T {
        let value = self.values.get(&(place.to_owned(), name.to_owned()));
        let value = value.unwrap_or_else(|| panic!("the definition has no parameter {name} in the {place}"));
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{name} does not take {value}: {error}"))
    }

    fn body<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.body.clone()).unwrap_or_else(|error| panic!("the body does not take {}: {error}", self.body))
    }

    fn text_body(&self) -> String {
        self.body.as_str().unwrap_or_default().to_owned()
    }

    fn bytes_body(&self) -> File {
        File::new(file_name("body"), file_content("body"))
    }

    fn file(&self, name: &str) -> File {
        File::new(file_name(name), file_content(name)).media_type("application/pdf")
    }
}

/// The name of the file that is sent as a parameter: it has what needs care.
pub fn file_name(name: &str) -> String {
    format!("Straße \"{name}\".pdf")
}

/// The content of the file that is sent as a parameter: no text.
pub fn file_content(name: &str) -> Vec<u8> {
    [b"\x00\xff\r\n--".as_slice(), name.as_bytes(), b"\r\n\r\n"].concat()
}

fn again<T: DeserializeOwned + FromJson + Serialize + Debug>(body: Value) -> Result<Written, serde_json::Error> {
    Ok(Written {
        #[cfg(feature = "strict")]
        strictly: Some(api::strict::from_value::<T>(&body).map(|value| serde_json::to_value(value).expect("every value can be written"))),
        ..written(&serde_json::from_value::<T>(body)?)
    })
}

fn failure<T: ErrorBody>(error: &Error) -> Result<(), String> {
    error.typed::<T>().map(|_| ()).map_err(|error| error.to_string())
}

fn empty(call: impl IntoFuture<Output = Result<(), Error>, IntoFuture: 'static>) -> Pending {
    let call = call.into_future();
    Box::pin(async { call.await.map(|()| Answer::Nothing) })
}

fn binary(call: impl IntoFuture<Output = Result<Bytes, Error>, IntoFuture: 'static>) -> Pending {
    let call = call.into_future();
    Box::pin(async { call.await.map(Answer::Bytes) })
}

fn text(call: impl IntoFuture<Output = Result<String, Error>, IntoFuture: 'static>) -> Pending {
    let call = call.into_future();
    Box::pin(async { call.await.map(Answer::Text) })
}

fn json<T: Serialize + Debug>(call: impl IntoFuture<Output = Result<T, Error>, IntoFuture: 'static>) -> Pending {
    let call = call.into_future();
    Box::pin(async { call.await.map(|value| Answer::Json(written(&value))) })
}

fn page<T: Serialize + Debug>(call: impl IntoFuture<Output = Result<Page<T>, Error>, IntoFuture: 'static>) -> Pending {
    let call = call.into_future();
    let listing = |page: Page<T>| Listing { items: written(&page.items), info: page.info().clone(), total: page.total };
    Box::pin(async move { call.await.map(|page| Answer::Page(listing(page))) })
}

/// The response by its status: nothing where the definition does not name it.
fn by_status<T: Debug + 'static>(
    call: impl IntoFuture<Output = Result<T, Error>, IntoFuture: 'static>,
    of_status: fn(&T) -> Option<OfStatus>,
) -> Pending {
    let call = call.into_future();
    Box::pin(async move {
        let value = call.await?;
        Ok(of_status(&value).map_or_else(|| Answer::Text(format!("{value:?}")), |(status, value)| Answer::OfStatus(status, value)))
    })
}

fn written(value: &(impl Serialize + Debug)) -> Written {
    // Every object calls it so, at any depth; inside of texts the quote would be escaped.
    let aside = format!("{value:?}").matches("extra: {\"").count();
    Written { json: serde_json::to_value(value).expect("every value can be written"), aside, ..Written::default() }
}
