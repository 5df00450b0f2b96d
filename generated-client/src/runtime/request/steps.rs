//! What generated methods say of a request in one expression: its values, and the facts of its operation.

use serde::Serialize;

use super::Request;
use crate::runtime::api::{Alternatives, Paging};
use crate::runtime::body::{File, put};
use crate::runtime::client::Core;
use crate::runtime::json::Syntax;
use crate::runtime::text::{ListStyle, Param, percent};

/// The same, by value, for methods that build a request in one expression.
macro_rules! by_value {
    ($($(#[$doc:meta])* $name:ident($set:ident)($($arg:ident: $ty:ty),*) $([$($generic:tt)*])?;)*) => {
        impl Request {
            $($(#[$doc])*
            #[must_use]
            pub fn $name $(<$($generic)*>)? (mut self, $($arg: $ty),*) -> Self {
                self.$set($($arg),*);
                self
            })*
        }
    };
}

by_value! {
    /// See [`Request::set_path`].
    path(set_path)(name: &'static str, value: impl Param);
    /// See [`Request::set_path_reserved`].
    path_reserved(set_path_reserved)(name: &'static str, value: impl Param);
    /// See [`Request::set_path_list`].
    path_list(set_path_list)(name: &'static str, style: ListStyle, items: impl IntoIterator<Item = impl Param>);
    /// See [`Request::set_query`].
    query(set_query)(name: &'static str, value: impl Param);
    /// See [`Request::set_query_reserved`].
    query_reserved(set_query_reserved)(name: &'static str, value: impl Param);
    /// See [`Request::set_query_list`].
    query_list(set_query_list)(name: &'static str, style: ListStyle, items: impl IntoIterator<Item = impl Param>);
    /// See [`Request::set_header`].
    header(set_header)(name: &'static str, value: impl Param);
    /// See [`Request::set_header_list`].
    header_list(set_header_list)(name: &'static str, style: ListStyle, items: impl IntoIterator<Item = impl Param>);
    /// See [`Request::set_form`].
    form(set_form)(name: &'static str, value: impl Param);
    /// See [`Request::set_form_list`].
    form_list(set_form_list)(name: &'static str, style: ListStyle, items: impl IntoIterator<Item = impl Param>);
    /// See [`Request::set_part`].
    part(set_part)(name: &'static str, file: impl Into<File>);
    /// See [`Request::set_part_list`].
    part_list(set_part_list)(name: &'static str, files: impl IntoIterator<Item = impl Into<File>>);
    /// See [`Request::set_json`].
    json(set_json)(body: &T) [T: Serialize + ?Sized];
    /// See [`Request::set_json_as`].
    json_as(set_json_as)(media: &'static str, body: &T) [T: Serialize + ?Sized];
    /// See [`Request::set_text`].
    text(set_text)(media: &'static str, text: impl Into<String>);
    /// See [`Request::set_file`].
    file(set_file)(media: &'static str, file: impl Into<File>);
}

/// What an operation's definition says of it.
impl Request {
    /// Names the member of the reply's object that the payload lies in.
    #[must_use]
    pub fn envelope(mut self, payload: &'static str) -> Self {
        self.parts_mut().envelope = Some(payload);
        self
    }

    /// Says how the list is walked.
    #[must_use]
    pub fn paging(mut self, paging: &'static Paging) -> Self {
        self.parts_mut().paging = Some(paging);
        self
    }

    /// Says how the reply becomes JSON, where it is none.
    #[must_use]
    pub fn syntax(mut self, syntax: &'static dyn Syntax) -> Self {
        self.parts_mut().syntax = Some(syntax);
        self
    }

    /// Names the media types that are asked for.
    #[must_use]
    pub fn accept(mut self, media: &'static str) -> Self {
        self.parts_mut().accept = Some(media);
        self
    }

    /// Says which credentials are needed, when they are others than the API's usual ones.
    #[must_use]
    pub fn auth(mut self, alternatives: Alternatives) -> Self {
        self.parts_mut().auth = Some(alternatives);
        self
    }

    /// Names the server that the operation lives on.
    #[must_use]
    pub fn server(mut self, name: &'static str) -> Self {
        self.parts_mut().server = Some(name);
        self
    }

    /// Sends the form as `multipart/form-data` even without a file.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.parts_mut().payload.multipart();
        self
    }

    /// Says that a repeat does something again, whatever the method promises.
    #[must_use]
    pub fn never_retry(mut self) -> Self {
        self.parts_mut().repeatable = Some(false);
        self
    }

    /// Says that a repeat is harmless, whatever the method promises.
    #[must_use]
    pub fn always_retry(mut self) -> Self {
        self.parts_mut().repeatable = Some(true);
        self
    }

    /// Names the header that carries a key of the call's own. The server knows a repeat by it, which makes one safe.
    #[must_use]
    pub fn idempotency_key(mut self, header: &'static str) -> Self {
        let key = new_key(self.parts().client.core());
        self.set_header(header, key.as_str());
        self.parts_mut().idempotency = Some(header);
        self.parts_mut().repeatable = Some(true);
        self
    }

    /// Sends a parameter in the query that the client is bound to.
    #[must_use]
    pub fn bound_query(mut self, name: &'static str) -> Self {
        match self.parts().client.bound(name).map(percent) {
            Some(value) => put(&mut self.parts_mut().query, name.into(), value),
            None => self.problem(|| format!("the parameter `{name}` is not set: give it to the client")),
        }
        self
    }
}

/// Returns a key that no other call has, in the form of a random UUID.
#[inline]
fn new_key(core: &Core) -> String {
    let (high, low) = (core.clock.random(), core.clock.random());
    let version = high & 0xffff_ffff_ffff_0fff | 0x4000;
    let variant = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    let (first, second, third) = (version >> 32, version >> 16 & 0xffff, version & 0xffff);
    format!("{first:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", variant >> 48, variant & 0xffff_ffff_ffff)
}
