//! A program that uses reqwest beside the client, with features of its own: each of them works as it would alone.
//!
//! Its arguments are the address of a server by http and by https, a file with the root certificate of the latter, and a file that
//! the server has below `/organizations/acme/file/packed/dl`, with `Content-Encoding: gzip`.

#[cfg(feature = "adapter")]
mod adapter;

use std::error::Error;

use rustls::crypto::CryptoProvider;
use tallyfy::{Client, HttpTransport};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Whether the program's reqwest has TLS, and whether it unpacks what it gets.
const HAS_TLS: bool = cfg!(any(feature = "native-tls", feature = "rustls"));
const UNPACKS: bool = cfg!(feature = "unpacking");

/// The path of the file.
const PACKED: &str = "/organizations/acme/file/packed/dl";

/// What the program is given.
struct Given {
    http: String,
    https: String,
    root: Vec<u8>,
    /// The bytes of the file as they are stored.
    packed: Vec<u8>,
}

fn main() -> Result {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [http, https, root, packed] = &*args else { return Err("there are four arguments".into()) };
    let given = Given { http: http.clone(), https: https.clone(), root: std::fs::read(root)?, packed: std::fs::read(packed)? };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // In both orders: what one of them does must not matter to the other.
        reqwest_alone(&given).await?;
        client_alone(&given).await?;
        reqwest_alone(&given).await?;
        #[cfg(feature = "adapter")]
        adapter::check(&given).await?;
        assert!(CryptoProvider::get_default().is_none(), "somebody has installed a provider");
        Ok(())
    })
}

/// Returns the program's own client of reqwest, which trusts the root.
fn own(given: &Given) -> Result<reqwest::Client> {
    let builder = reqwest::Client::builder().no_proxy();
    #[cfg(any(feature = "native-tls", feature = "rustls"))]
    let builder = builder.tls_certs_only([reqwest::Certificate::from_pem(&given.root)?]);
    #[cfg(not(any(feature = "native-tls", feature = "rustls")))]
    let _ = given;
    Ok(builder.build()?)
}

/// What the features of the program's reqwest say, and nothing else.
async fn reqwest_alone(given: &Given) -> Result {
    reqwest::get(&given.http).await?.error_for_status()?;
    let client = own(given)?;
    client.get(&given.http).send().await?.error_for_status()?;
    assert_eq!(client.get(&given.https).send().await.is_ok(), HAS_TLS, "https");
    let packed = client.get(format!("{}{PACKED}", given.http)).send().await?.bytes().await?;
    assert_eq!(packed != given.packed, UNPACKS, "{packed:?}");
    Ok(())
}

/// What the client does in every program.
async fn client_alone(given: &Given) -> Result {
    let transport = HttpTransport::builder().no_proxy().add_root_certificates(given.root.clone()).build()?;
    for url in [&given.http, &given.https] {
        let client = Client::builder().base_url(url).transport(transport.clone()).org_id("acme").build()?;
        let download = client.files().download("packed").download().await?;
        assert_eq!(download.length(), Some(given.packed.len() as u64));
        assert_eq!(download.bytes(1 << 20).await?, given.packed);
        client.request(tallyfy::Method::GET, "/things").await?;
    }
    let untrusting = HttpTransport::builder().no_proxy().build()?;
    let client = Client::builder().base_url(&given.https).transport(untrusting).build()?;
    let error = client.request(tallyfy::Method::GET, "/things").await.expect_err("an issuer that is not known");
    assert!(error.to_string().contains("TLS failed"), "{error}");
    Ok(())
}
