//! The pages that a browser shows after a sign-in.

use super::error::OAuthError;

/// The sign-in has come back.
pub(super) fn signed_in() -> String {
    page("200 OK", "Sign-in received", "You can close this window and go back to the application.")
}

/// The person or the server has refused.
pub(super) fn refused(error: &OAuthError) -> String {
    page("200 OK", "Not signed in", &error.to_string())
}

/// What has come is not of the sign-in.
pub(super) fn mismatch() -> String {
    page("400 Bad Request", "Not this sign-in", "Begin the sign-in again where you have begun it.")
}

/// There is nothing here.
pub(super) fn not_found() -> String {
    page("404 Not Found", "Not found", "There is nothing here.")
}

/// Returns a response without its body.
pub(super) fn head_of(page: &str) -> String {
    page.split_inclusive("\r\n\r\n").next().unwrap_or_default().to_owned()
}

/// Returns a response. It is not kept, and leads nowhere: the URL that it is for has the code in it.
fn page(status: &str, title: &str, text: &str) -> String {
    let (title, text) = (escaped(title), escaped(text));
    let body = format!("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n");
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n\r\n{body}",
        body.len()
    )
}

/// Returns a string as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
