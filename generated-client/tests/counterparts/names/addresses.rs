//! Hosts with several addresses, some of which do not answer.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use tallyfy::Delivery;

use crate::Test;
use crate::calls::{check, direct, get, post, repeated_error};
use crate::peers::{DeadAddress, Peer, dead, origin_on};
use crate::servers::free_address;

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("names::another_family_has_its_turn_soon", &[], another_family_has_its_turn_soon),
        Test::new("names::a_refused_address_costs_no_time", &[], a_refused_address_costs_no_time),
        Test::new("names::each_address_has_its_reason", &[], each_address_has_its_reason),
        Test::new("names::dead_addresses_share_the_time", &[], dead_addresses_share_the_time),
        Test::new("names::connecting_has_a_limit", &[], connecting_has_a_limit),
        Test::new("names::connecting_has_a_limit_by_default", &[], connecting_has_a_limit_by_default),
    ]
}

/// Makes some addresses dead, on a port that is free for 127.0.0.1.
fn dead_with(addresses: &[IpAddr]) -> (Vec<DeadAddress>, SocketAddr) {
    let good = free_address();
    (addresses.iter().map(|address| dead(SocketAddr::new(*address, good.port()))).collect(), good)
}

fn another_family_has_its_turn_soon() {
    let (dead, good) = dead_with(&[Ipv6Addr::LOCALHOST.into()]);
    let server = origin_on(&good.to_string());
    let transport = direct().resolve("both.test", [dead[0].address, good]);
    let start = Instant::now();
    get(&format!("http://both.test:{}", good.port()), transport).expect("the other family answers");
    let elapsed = start.elapsed();
    assert!((Duration::from_millis(300)..Duration::from_millis(600)).contains(&elapsed), "{elapsed:?}");
    assert_eq!(server.seen().len(), 1);
}

fn a_refused_address_costs_no_time() {
    let good = free_address();
    let server: Peer = origin_on(&good.to_string());
    let closed = [2, 3, 4, 5].map(|last| SocketAddr::from(([127, 0, 0, last], good.port())));
    let transport = direct().resolve("several.test", closed.into_iter().chain([good]));
    let start = Instant::now();
    get(&format!("http://several.test:{}", good.port()), transport).expect("the last one answers");
    assert!(start.elapsed() < Duration::from_millis(250), "{:?}", start.elapsed());
    assert_eq!(server.seen().len(), 1);
}

fn each_address_has_its_reason() {
    let (_dead, closed) = dead_with(&[[127, 0, 0, 2].into()]);
    let port = closed.port();
    let addresses = [[127, 0, 0, 1], [255, 255, 255, 255], [127, 0, 0, 2]].map(|bytes| SocketAddr::from((bytes, port)));
    let url = format!("http://several.test:{port}");
    let transport = || direct().resolve("several.test", addresses);
    let texts = [format!("several.test:{port}"), format!("127.0.0.1:{port}: Connection refused"), format!("255.255.255.255:{port}: ")];
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let silent = format!("127.0.0.2:{port}: no answer within");
    texts.push(&silent);
    let error = repeated_error(&url, transport().connect_timeout(Duration::from_millis(700)), &texts);
    assert!(error.is_timeout(), "{error}");
    // Without the silent one, it is known at once.
    let error = repeated_error(&url, direct().resolve("several.test", addresses[..2].to_vec()), &texts[..3]);
    assert!(!error.is_timeout() && error.to_string().contains("no connection"), "{error}");
}

fn dead_addresses_share_the_time() {
    let (dead, good) = dead_with(&[[127, 0, 0, 2], [127, 0, 0, 3], [127, 0, 0, 4]].map(IpAddr::from));
    let _server: Peer = origin_on(&good.to_string());
    let url = format!("http://several.test:{}", good.port());
    for limit in [2000, 500].map(Duration::from_millis) {
        let addresses = dead.iter().map(|dead| dead.address).chain([good]);
        let transport = direct().resolve("several.test", addresses).connect_timeout(limit);
        let start = Instant::now();
        get(&url, transport).unwrap_or_else(|error| panic!("{limit:?}: {error}"));
        assert!(start.elapsed() < limit, "{:?} of {limit:?}", start.elapsed());
    }
}

fn connecting_has_a_limit() {
    let (dead, _) = dead_with(&[[127, 0, 0, 2], [127, 0, 0, 3]].map(IpAddr::from));
    let limit = Duration::from_millis(400);
    let transport = direct().resolve("several.test", dead.iter().map(|dead| dead.address)).connect_timeout(limit);
    let start = Instant::now();
    let url = format!("http://several.test:{}", dead[0].address.port());
    let error = repeated_error(&url, transport, &["connecting took too long", "phase: connect"]);
    let elapsed = start.elapsed();
    assert!(error.is_timeout() && elapsed >= 3 * limit && elapsed < 3 * limit + Duration::from_millis(500), "{elapsed:?}: {error}");
}

fn connecting_has_a_limit_by_default() {
    let (dead, _) = dead_with(&[[127, 0, 0, 2].into()]);
    let start = Instant::now();
    let error = crate::calls::block_on(async {
        let transport = direct().build().expect("the settings are valid");
        let builder = tallyfy::Client::builder().base_url(format!("http://{}", dead[0].address));
        let client = builder.transport(transport).retry(tallyfy::Retry::never()).build().expect("the settings are valid");
        crate::calls::send(&client, tallyfy::Method::POST).await.expect_err("nobody answers")
    });
    check(&error, Delivery::NeverSent, 1, &["connecting took too long"]);
    assert!((9..12).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    // The same for one that refuses, which takes no time at all.
    let error = post(&format!("http://{}", free_address()), direct()).expect_err("nobody is there");
    assert!(error.to_string().contains("no connection"), "{error}");
}
