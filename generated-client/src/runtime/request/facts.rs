//! What the client knows of a request, for a transport that answers in tests.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::state::RequestState;
use crate::runtime::api::{Framing, Paging};
use crate::runtime::body::{Name, Payload};
use crate::runtime::client::next_placeholder;
use crate::runtime::json::BodyFormat;
use crate::runtime::secret::Secrets;

/// What the client knows of a request, and HTTP does not say. It is among the extensions of the request.
#[derive(Clone, Default)]
pub struct RequestFacts {
    pub(crate) operation: Option<&'static str>,
    pub(crate) template: String,
    /// The path parameters, not encoded.
    pub(crate) path: Vec<(String, String)>,
    /// The fields of the form, and the names of its files.
    pub(crate) form: Vec<(String, String)>,
    /// The JSON of a body that is sent in another format.
    pub(crate) json: Option<String>,
    pub(crate) envelope: Option<&'static str>,
    pub(crate) paging: Option<&'static Paging>,
    pub(crate) framing: Framing,
    pub(crate) format: Option<&'static dyn BodyFormat>,
    pub(crate) redirects: &'static [u16],
    /// What must not be shown of it.
    pub(crate) secrets: Arc<Secrets>,
    /// Whether the address is from an earlier response: that of the next page.
    pub(crate) is_further: bool,
}

impl RequestFacts {
    pub(crate) fn of(state: &RequestState) -> Self {
        Self {
            operation: state.operation,
            template: state.template.to_string(),
            path: path_of(state),
            form: match &state.payload {
                Payload::Form(form) => {
                    let fields = form.fields.iter().map(|(name, field)| (name.to_string(), field.text.clone()));
                    fields.chain(form.files.iter().map(|(name, file)| (name.to_string(), file.name().to_owned()))).collect()
                }
                Payload::None | Payload::Bytes { .. } | Payload::File { .. } => Vec::new(),
            },
            json: state.json_of_body.clone(),
            envelope: state.envelope,
            paging: state.paging,
            framing: state.framing,
            format: state.body_format,
            redirects: state.redirects,
            secrets: state.secrets(),
            is_further: state.address.is_some(),
        }
    }
}

/// The parameters in the path: those of the call, otherwise those that the client is bound to.
fn path_of(state: &RequestState) -> Vec<(String, String)> {
    let (mut found, mut rest) = (Vec::new(), &*state.template);
    while let Some((_, name, after)) = next_placeholder(rest) {
        let given = state.path.iter().find(|(known, _): &&(Name, String)| known == name);
        let given = given.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned());
        let value = given.or_else(|| state.client.bound(name).map(str::to_owned));
        found.extend(value.map(|value| (name.to_owned(), value)));
        rest = after;
    }
    found
}
