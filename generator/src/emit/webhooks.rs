//! The file of what the API sends: how it is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// What the file says of itself.
pub(super) fn file_docs(krate: &str, webhooks: &ir::Webhooks) -> Vec<String> {
    let name = webhooks.name.as_str();
    let (reads, lines) = match (&webhooks.event, webhooks.callbacks.first()) {
        (Some(event), _) => (format!("{}::from_slice(body)", event.name.as_str()), "a payload of any webhook"),
        (None, Some(callback)) => (format!("{}(body)", callback.name.as_str()), "the payload of a callback"),
        (None, None) => return vec![doc::plain("What the API sends: the document says nothing of its payloads.")],
    };
    let verify = [
        "Nothing here says who has sent a body: whoever knows the address of a receiver can send to it. Where the API signs its",
        "requests, verify the signature over the bytes of the body as they came, before they are read. Where it does not, give it",
        "an address with a secret in it, or have it send one in a header: [`secrets_match`] compares that.",
    ];
    let example = [
        "```".to_owned(),
        format!("use {krate}::{name};"),
        String::new(),
        "/// Answers a request: `secret` is the one in its address, `body` are the bytes of its body.".to_owned(),
        "fn receive(expected: &str, secret: &str, body: &[u8]) -> u16 {".to_owned(),
        format!("    if !{name}::secrets_match(expected, secret) {{"),
        "        return 404;".to_owned(),
        "    }".to_owned(),
        format!("    match {name}::{reads} {{"),
        "        Ok(payload) => {".to_owned(),
        "            println!(\"{payload:?}\");".to_owned(),
        "            204".to_owned(),
        "        }".to_owned(),
        "        Err(error) => {".to_owned(),
        "            eprintln!(\"{error}\");".to_owned(),
        "            400".to_owned(),
        "        }".to_owned(),
        "    }".to_owned(),
        "}".to_owned(),
        "# assert_eq!(receive(\"secret\", \"guess\", b\"{}\"), 404);".to_owned(),
        "# assert_eq!(receive(\"secret\", \"secret\", b\"{\"), 400);".to_owned(),
        "```".to_owned(),
    ];
    let mut all = vec![
        doc::plain(format!("What the API sends by itself: {lines}, and how it is read.")),
        String::new(),
        doc::plain("Reading is tolerant, as it is of responses: an unknown event is no error, and unknown properties are kept."),
        String::new(),
    ];
    all.extend(verify.map(doc::plain));
    all.push(String::new());
    all.extend(example.map(|line| if line.is_empty() { line } else { doc::plain(line) }));
    all
}

/// The functions of the module, and the ways into the union of all payloads.
pub(super) fn readers(printer: &mut FilePrinter<'_>, webhooks: &ir::Webhooks) -> TokenStream {
    let event = webhooks.event.as_ref().map(|event| {
        let (table, name) = (printer.runtime("webhook_event"), ident(&event.name));
        let rows = event.rows.iter().map(|row| {
            let (variant, names) = (ident(&row.variant), &row.names);
            quote!(#(#names)|* => #variant;)
        });
        quote!(#table! { #name; #(#rows)* })
    });
    let callbacks: Vec<_> = webhooks
        .callbacks
        .iter()
        .map(|callback| {
            let (name, ty) = (ident(&callback.name), printer.ty(&callback.ty));
            let docs = doc::outer(&mut printer.inserts, doc::lines(&callback.doc.0));
            quote! {
                #docs
                ///
                /// # Errors
                ///
                /// The body is not JSON, or not what the definition says.
                pub fn #name(body: &[u8]) -> Result<#ty, InvalidPayload> { from_slice(body) }
            }
        })
        .collect();
    quote! {
        #[cfg(feature = "drift")]
        pub use crate::runtime::webhook::from_slice_with_drift;
        pub use crate::runtime::webhook::{InvalidPayload, from_slice, secrets_match};
        #event
        #(#callbacks)*
    }
}
