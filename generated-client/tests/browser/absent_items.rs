//! What a browser lacks is not there: each line that ends in `absent` fails to compile, and no other. `cargo xtask ci --only browser`
//! looks at that.

fn main() {
    let _ = tallyfy::HttpTransport::builder(); // absent
    let _: Option<tallyfy::HttpTransportBuilder> = None; // absent
    let _: Option<tallyfy::Proxy> = None; // absent
    let _: Option<tallyfy::Tokio1<()>> = None; // absent
    let _: Option<tallyfy::Reqwest013> = None; // absent
    let _: Option<tallyfy::oauth::FileStore> = None; // absent
    let _: Option<tallyfy::oauth::LoopbackListener> = None; // absent
    let _: Option<tallyfy::FetchTransport> = None;
    let _: Option<tallyfy::oauth::Session> = None;
}
