//! Tokens as text, in the layout of rustfmt.

use proc_macro2::TokenStream;
use syn::{File, Item};

/// Prints items with a blank line between them, and between the functions of an `impl`.
pub(crate) fn items(tokens: TokenStream) -> syn::Result<String> {
    let mut file: File = syn::parse2(tokens)?;
    let mut out = String::new();
    for item in std::mem::take(&mut file.items) {
        if !out.is_empty() {
            out.push('\n');
        }
        let airy = matches!(item, Item::Impl(_));
        file.items = vec![item];
        let text = prettyplease::unparse(&file);
        if airy { push_airy(&mut out, &text) } else { out.push_str(&text) }
    }
    Ok(out)
}

/// Prints items close together: imports, declarations of modules.
pub(crate) fn block(tokens: TokenStream) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}

/// Appends an `impl` with a blank line between its functions, and above the first where constants precede it.
fn push_airy(out: &mut String, text: &str) {
    // What looks like the end of a function is one: our literals have no line breaks.
    let mut constant = false;
    let mut ended = false;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with("    ") && !line.starts_with("     ");
        if ended && begins || constant && line.starts_with("    fn") {
            out.push('\n');
        }
        out.push_str(line);
        ended = line == "    }\n";
        constant |= line.starts_with("    const");
        constant &= !ended;
    }
}
