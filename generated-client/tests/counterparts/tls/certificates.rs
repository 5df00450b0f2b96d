//! Certificates of servers, good and bad.

use tallyfy::HttpTransportBuilder;

use crate::Test;
use crate::calls::{direct, final_error, get};
use crate::servers::certificates::{Pair, Wanted, authority, make, server};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, OPENSSL, Program};

const NEEDS: &[Program] = &[NGINX, OPENSSL];

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("tls::an_expired_certificate", NEEDS, an_expired_certificate),
        Test::new("tls::a_certificate_for_another_name", NEEDS, a_certificate_for_another_name),
        Test::new("tls::the_common_name_does_not_count", NEEDS, the_common_name_does_not_count),
        Test::new("tls::an_unknown_issuer", NEEDS, an_unknown_issuer),
        Test::new("tls::a_missing_intermediate", NEEDS, a_missing_intermediate),
        Test::new("tls::a_root_as_the_certificate_of_a_server", NEEDS, a_root_as_the_certificate_of_a_server),
        Test::new("tls::a_certificate_that_is_its_own_root", NEEDS, a_certificate_that_is_its_own_root),
        Test::new("tls::an_address_instead_of_a_name", NEEDS, an_address_instead_of_a_name),
    ]
}

/// A transport that trusts one root only, and finds the server by the names in the tests.
fn trusting(root: &Pair, nginx: &Nginx) -> HttpTransportBuilder {
    direct().only_root_certificates(root.certificate_text()).resolve("a.test", [nginx.address]).resolve("b.test", [nginx.address])
}

fn an_expired_certificate() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let wanted = Wanted { names: "DNS:a.test", has_ended: true, ..Wanted::default() };
    let nginx = Nginx::tls(&make(&folder, "server", wanted, Some(&root)), "");
    let place = format!("a.test:{}", nginx.address.port());
    final_error(&nginx.url("https", "a.test"), trusting(&root, &nginx), &["TLS failed", &place, "certificate expired"]);
    // The port that the scheme implies is shown, too.
    final_error("https://a.test", trusting(&root, &nginx), &["TLS failed", "a.test:443", "certificate expired"]);
}

fn a_certificate_for_another_name() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "DNS:other.test,DNS:b.test", &root), "");
    let texts = ["TLS failed", "certificate not valid for name \"a.test\"", "other.test", "b.test"];
    final_error(&nginx.url("https", "a.test"), trusting(&root, &nginx), &texts);
    get(&nginx.url("https", "b.test"), trusting(&root, &nginx)).expect("it is one of the names");
}

fn the_common_name_does_not_count() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let wanted = Wanted { common_name: "a.test", ..Wanted::default() };
    let nginx = Nginx::tls(&make(&folder, "server", wanted, Some(&root)), "");
    let texts = ["TLS failed", "certificate not valid for name \"a.test\""];
    final_error(&nginx.url("https", "a.test"), trusting(&root, &nginx), &texts);
}

/// What is said of an issuer that is not known.
const BOTH_CAUSES: [&str; 4] = ["TLS failed", "UnknownIssuer", "add it as a root certificate", "does not send its intermediate"];

fn an_unknown_issuer() {
    let folder = Folder::new();
    let (root, other) = (authority(&folder, "root"), authority(&folder, "other"));
    let nginx = Nginx::tls(&server(&folder, "server", "DNS:a.test", &root), "");
    let url = nginx.url("https", "a.test");
    final_error(&url, trusting(&other, &nginx), &BOTH_CAUSES);
    final_error(&url, direct().resolve("a.test", [nginx.address]), &BOTH_CAUSES);
    get(&url, trusting(&root, &nginx)).expect("it is trusted");
}

fn a_missing_intermediate() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let wanted = Wanted { common_name: "between", is_authority: true, ..Wanted::default() };
    let between = make(&folder, "between", wanted, Some(&root));
    let leaf = server(&folder, "server", "DNS:a.test", &between);
    let alone = Nginx::tls(&leaf, "");
    final_error(&alone.url("https", "a.test"), trusting(&root, &alone), &BOTH_CAUSES);
    let chain = Pair { certificate: folder.write("chain.pem", leaf.certificate_text() + &between.certificate_text()), key: leaf.key };
    let whole = Nginx::tls(&chain, "");
    get(&whole.url("https", "a.test"), trusting(&root, &whole)).expect("the chain is complete");
}

fn a_root_as_the_certificate_of_a_server() {
    let folder = Folder::new();
    let wanted = Wanted { names: "DNS:a.test", is_authority: true, ..Wanted::default() };
    let own = make(&folder, "own", wanted, None);
    let nginx = Nginx::tls(&own, "");
    let texts = ["TLS failed", "CaUsedAsEndEntity", "make the server certificate CA:FALSE, with a SAN"];
    final_error(&nginx.url("https", "a.test"), trusting(&own, &nginx), &texts);
    let added = direct().add_root_certificates(own.certificate_text()).resolve("a.test", [nginx.address]);
    final_error(&nginx.url("https", "a.test"), added, &texts);
}

fn a_certificate_that_is_its_own_root() {
    let folder = Folder::new();
    let own = make(&folder, "own", Wanted { names: "DNS:a.test", ..Wanted::default() }, None);
    let nginx = Nginx::tls(&own, "");
    get(&nginx.url("https", "a.test"), trusting(&own, &nginx)).expect("it is trusted");
    let added = direct().add_root_certificates(own.certificate_text()).resolve("a.test", [nginx.address]);
    get(&nginx.url("https", "a.test"), added).expect("it is trusted");
}

fn an_address_instead_of_a_name() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let certificate = server(&folder, "server", "DNS:a.test,IP:127.0.0.1,IP:::1", &root);
    let nginx = Nginx::start_tls(&["{} ssl", "[::1]:{port} ssl"], &certificate.certificate, &certificate.key, "");
    for host in ["127.0.0.1", "[::1]", "a.test"] {
        get(&nginx.url("https", host), trusting(&root, &nginx)).unwrap_or_else(|error| panic!("{host}: {error}"));
    }
    let names: Vec<String> = nginx.requests(3).iter().filter_map(|line| line.split('|').nth(6).map(str::to_owned)).collect();
    assert_eq!(names, ["-", "-", "a.test"], "the names in the handshakes");
    let other = Nginx::tls(&server(&folder, "other", "DNS:127.0.0.1,IP:127.0.0.2", &root), "");
    final_error(&other.url("https", "127.0.0.1"), trusting(&root, &other), &["certificate not valid for name \"127.0.0.1\"", "127.0.0.2"]);
}
