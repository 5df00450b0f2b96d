//! What errors of JavaScript mean for a request.

use wasm_bindgen::{JsCast, JsValue};

use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Returns the error for something that this host of JavaScript does not have.
pub(super) fn unavailable(name: &str) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent, format!("`{name}` is not available here")).permanent()
}

/// Returns the error for a rejection: its cause is hidden from scripts, which could learn of other networks from it.
pub(super) fn no_response(error: &JsValue) -> TransportError {
    let text = describe(error);
    let causes = "a browser does not tell whether it was the network, the name of the host, TLS, or a server that does not allow this \
                  origin or a header (CORS); its console does";
    TransportError::new(TransportErrorKind::Network, format!("{text}: {causes}"))
}

/// Returns the text of what JavaScript has thrown.
pub(super) fn describe(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.to_string().into(),
        None => "an unknown error".to_owned(),
    }
}
