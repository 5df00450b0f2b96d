//! The program's client of reqwest as the transport.

use tallyfy::{Client, Delivery, Method, Reqwest013};

use super::{Given, HAS_TLS, Result, UNPACKS, own};

/// What is unpacked of the file.
const UNPACKED: usize = 1 << 20;

pub async fn check(given: &Given) -> Result {
    let client = |url: &str, reqwest| Client::builder().base_url(url).transport(Reqwest013::new(reqwest)).org_id("acme");
    // The features are those of the program: none of ours gives it TLS.
    let secure = client(&given.https, own(given)?).build()?;
    let called = secure.request(Method::GET, "/things").await;
    match called {
        Ok(_) => assert!(HAS_TLS),
        Err(error) => assert!(!HAS_TLS && error.to_string().contains("this client of reqwest has no TLS"), "{error:?}"),
    }
    if HAS_TLS {
        let untrusting = client(&given.https, reqwest::Client::builder().no_proxy().build()?).build()?;
        let call = untrusting.request(Method::POST, "/things").json(&"x").retries(0);
        let error = call.await.expect_err("an issuer that is not known");
        assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 1), "{error:?}");
        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source()).count();
        assert!(causes > 0 && format!("{error:?}").contains("certificate"), "{error:?}");
        assert!(cfg!(feature = "native-tls") || error.to_string().contains("TLS failed"), "{error:?}");
    }
    // What reqwest has unpacked is not unpacked again, and its length is not missed.
    let plain = client(&given.http, own(given)?).build()?;
    let bytes = plain.files().download("packed").download().await?.bytes(2 << 20).await?;
    assert_eq!(bytes.len(), if UNPACKS { UNPACKED } else { given.packed.len() });
    // A limit counts what has been unpacked.
    let small = client(&given.http, own(given)?).max_response_bytes(100_000).build()?;
    let error = small.request(Method::GET, super::PACKED).await.expect_err("no JSON, or too much of it");
    assert_eq!(error.to_string().contains("larger than the limit"), UNPACKS, "{error}");
    // Switched off, it is as if reqwest could not.
    let off = reqwest::Client::builder().no_proxy().no_gzip().no_brotli().no_deflate().no_zstd().build()?;
    let download = client(&given.http, off).build()?.files().download("packed").download().await?;
    assert_eq!(download.length(), Some(given.packed.len() as u64));
    assert_eq!(download.bytes(1 << 20).await?, given.packed);
    Ok(())
}

