//! Certificates of clients.

use tallyfy::{Delivery, Error, Method};

use crate::Test;
use crate::calls::{client, direct, final_error, get, post, send};
use crate::servers::certificates::{Pair, Wanted, authority, make, run, server};
use crate::servers::nginx::Nginx;
use crate::servers::openssl::SServer;
use crate::servers::{Folder, NGINX, OPENSSL, shown};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("tls::client_certificates_of_every_form", &[NGINX, OPENSSL], client_certificates_of_every_form),
        Test::new("tls::a_key_that_does_not_fit_fails_at_build", &[OPENSSL], a_key_that_does_not_fit_fails_at_build),
        Test::new("tls::a_client_certificate_that_is_missing", &[OPENSSL], a_client_certificate_that_is_missing),
        Test::new("tls::a_client_certificate_that_is_missing_in_tls_1_2", &[OPENSSL], a_client_certificate_that_is_missing_in_tls_1_2),
        Test::new("tls::nginx_answers_400_without_a_client_certificate", &[NGINX, OPENSSL], nginx_answers_400_without_a_client_certificate),
    ]
}

/// Returns a server that demands certificates of clients, and the root of both sides.
fn demanding(folder: &Folder) -> (Nginx, Pair) {
    let root = authority(folder, "root");
    let more = format!("ssl_client_certificate {}; ssl_verify_client on; ssl_verify_depth 2;", shown(&root.certificate));
    (Nginx::tls(&server(folder, "server", "IP:127.0.0.1", &root), &more), root)
}

fn client_certificates_of_every_form() {
    let folder = Folder::new();
    let (nginx, root) = demanding(&folder);
    let wanted = |common_name| Wanted { common_name, ..Wanted::default() };
    let between = make(&folder, "between", Wanted { is_authority: true, ..wanted("between") }, Some(&root));
    let mut forms = Vec::new();
    for rsa in [true, false] {
        let client = make(&folder, "client", Wanted { rsa, ..wanted("client") }, Some(&between));
        let old = shown(&folder.path("old.key"));
        run(&["pkey", "-traditional", "-in", &shown(&client.key), "-out", &old]);
        let chain = client.certificate_text() + &between.certificate_text();
        let old = std::fs::read_to_string(old).expect("it was made");
        assert!(old.contains(if rsa { "BEGIN RSA PRIVATE KEY" } else { "BEGIN EC PRIVATE KEY" }));
        for key in [client.key_text(), old] {
            forms.extend([chain.clone() + &key, key + &chain]);
        }
    }
    for (number, pem) in forms.iter().enumerate() {
        let transport = direct().only_root_certificates(root.certificate_text()).client_certificate(pem.as_bytes());
        get(&nginx.url("https", "127.0.0.1"), transport).unwrap_or_else(|error| panic!("{error}: {pem}"));
        assert!(nginx.requests(number + 1)[number].contains("|CN=client|"));
    }
    // With the roots of the system, too.
    let transport = direct().add_root_certificates(root.certificate_text()).client_certificate(forms[0].as_bytes());
    get(&nginx.url("https", "127.0.0.1"), transport).expect("the certificate is sent");
}

fn a_key_that_does_not_fit_fails_at_build() {
    let folder = Folder::new();
    let (one, two) = (authority(&folder, "one"), authority(&folder, "two"));
    let cases = [
        (one.certificate_text() + &two.key_text(), "the client certificate does not work"),
        (one.certificate_text(), "no private key"),
        (one.key_text(), "no certificate"),
        (String::new(), "no certificate"),
    ];
    for (pem, text) in cases {
        let error = direct().client_certificate(pem).build().expect_err(text);
        assert!(error.to_string().contains(text) && !error.to_string().contains("BEGIN"), "{error}");
    }
}

fn a_client_certificate_that_is_missing() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let demanding = SServer::start(&server(&folder, "server", "IP:127.0.0.1", &root), &["-Verify", "1", "-tls1_3"]);
    let url = format!("https://{}", demanding.address);
    // The alert comes while the request is on its way, and each time a little earlier or later. With several threads, it may
    // come before anything is written.
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be made");
    for run in 0..60 {
        let transport = direct().only_root_certificates(root.certificate_text());
        let result = match run % 3 {
            0 => post(&url, transport),
            _ => {
                let client = client(&url, transport);
                threads.block_on(async { threads.spawn(async move { send(&client, Method::POST).await }).await.expect("no panic") })
            }
        };
        let error = result.expect_err("it is demanded");
        let shown = error.to_string();
        assert!(shown.contains("TLS failed") && shown.contains("the server demands a client certificate"), "run {run}: {shown}");
        assert!(matches!(error.delivery(), Delivery::Refused | Delivery::NeverSent), "run {run}: {shown}");
        assert_eq!(error.attempts(), 1, "run {run}: {shown}");
    }
}

fn a_client_certificate_that_is_missing_in_tls_1_2() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let demanding = SServer::start(&server(&folder, "server", "IP:127.0.0.1", &root), &["-Verify", "1", "-tls1_2"]);
    let transport = direct().only_root_certificates(root.certificate_text());
    let texts = ["TLS failed", "HandshakeFailure", "the server wants a client certificate"];
    final_error(&format!("https://{}", demanding.address), transport, &texts);
}

fn nginx_answers_400_without_a_client_certificate() {
    let folder = Folder::new();
    let (nginx, root) = demanding(&folder);
    let error = post(&nginx.url("https", "127.0.0.1"), direct().only_root_certificates(root.certificate_text())).expect_err("refused");
    assert!(matches!(error, Error::Status(_)) && error.status().is_some_and(|status| status == 400), "{error}");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Refused, 1), "{error}");
}
