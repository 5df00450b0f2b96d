//! Calls as programs have them, for the documentation.

use serde_json::Value;

use crate::names::Ident;

/// A call of an operation, with values that it could have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// A value for each required parameter, in their order.
    pub args: Vec<Sample>,
    /// The body, where the example has one.
    pub body: Option<Sample>,
    /// Optional parameters that are set: their places among [`Endpoint::options`](super::Endpoint::options).
    pub options: Vec<(usize, Sample)>,
    /// What is done with the value of a success.
    pub outcome: Outcome,
    /// Whether it shows the call, but a test cannot make it: nobody but its author knows the values of a type that the document
    /// names, so that only those will do which the document gives, and only a result that may be empty.
    pub is_sketch: bool,
}

impl Example {
    /// Returns all values, those inside others as well.
    pub fn samples(&self) -> Vec<&Sample> {
        let mut all: Vec<&Sample> = self.args.iter().chain(&self.body).chain(self.options.iter().map(|(_, value)| value)).collect();
        let mut seen = 0;
        while let Some(sample) = all.get(seen).copied() {
            match sample {
                Sample::List(items) | Sample::Tuple(items) => all.extend(items),
                Sample::Map(entries) => all.extend(entries.iter().map(|(_, value)| value)),
                Sample::Object { args, setters } => all.extend(args.iter().chain(setters.iter().map(|(_, value)| value))),
                Sample::Alternative(_, inner) | Sample::Other(inner) => all.push(inner),
                _ => {}
            }
            seen += 1;
        }
        all
    }
}

/// A value, which its type says how to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// True or false.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A string, and whatever is made of one: secrets, bytes, moments.
    Text(String),
    /// Free-form JSON.
    Json(Value),
    /// A value of a type that the document names, as JSON.
    Own {
        /// The JSON.
        value: Value,
        /// Whether the document gives it.
        is_given: bool,
    },
    /// A file on disk.
    File(String),
    /// The items of a list.
    List(Vec<Sample>),
    /// The items of a tuple.
    Tuple(Vec<Sample>),
    /// The entries of a map.
    Map(Vec<(String, Sample)>),
    /// An object: what its constructor takes, and the fields that are set besides.
    Object {
        /// The arguments of the constructor, in their order.
        args: Vec<Sample>,
        /// Fields by their names.
        setters: Vec<(Ident, Sample)>,
    },
    /// An object with nothing set.
    Default,
    /// A value of an enum.
    Variant(Ident),
    /// An alternative of a union.
    Alternative(Ident, Box<Sample>),
    /// The variant of an enum or a union for what the definition does not name.
    Other(Box<Sample>),
}

/// What an example does with the value of a success.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Outcome {
    /// Nothing: there is none.
    #[default]
    Nothing,
    /// Prints it, or the field of it that names it.
    Print {
        /// The variable.
        name: Ident,
        /// The field, which can be displayed.
        field: Option<Ident>,
    },
    /// Prints each item of a list.
    Each {
        /// The variable for an item.
        item: Ident,
    },
    /// Prints each item of all pages.
    Stream {
        /// The variable for the stream.
        items: Ident,
        /// The variable for an item.
        item: Ident,
    },
    /// Saves the bytes to a file.
    Save {
        /// The file.
        file: String,
    },
}
