use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZeroU8, NonZeroU16, NonZeroU32};
use std::time::Duration;

use crate::server::{Server, run};
use ::own_types::{
    Client, Maybe,
    types::{Host, HostPlace, Limits},
};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const THERE: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

const HOST: &str = r#"{"address":"127.0.0.1","port":8080,"peers":["::1","127.0.0.1"],"by_name":{"a":"::1"},"gateway":null,"mask":null,"nothing":null,"old_address":"127.0.0.1","word":0.10,"cost":"1.10","limits":{"rate":5,"burst":{"secs":1,"nanos":0}},"timeout":{"secs":2,"nanos":5},"place":"::1","above":{"address":"::1","port":1,"peers":[],"nothing":"::1","limits":{"rate":1},"place":"home"},"more":1}"#;

fn port(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

fn rate(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

#[test]
fn values_come_and_go_as_ones_own_types() {
    let server = Server::json(200, HOST);
    let host: Host = run(client!(server).hosts().get(HERE).x_port(port(80))).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "GET /hosts/127.0.0.1");
    assert_eq!(asked.header("x-port"), Some("80"));
    assert_eq!((host.address, host.port), (HERE, port(8080)));
    assert_eq!(host.peers, [THERE, HERE]);
    assert_eq!(host.by_name.as_ref().map(|names| names["a"]), Some(THERE));
    assert_eq!((host.gateway, &host.mask, host.nothing), (None, &Maybe::Null, None));
    assert_eq!(host.old_address, Some(Ipv4Addr::LOCALHOST));
    assert_eq!(host.word.as_ref().map(|word| word.as_str()), Some("0.10"));
    assert_eq!(host.limits.rate, rate(5));
    assert_eq!(host.limits.burst, Some(Duration::from_secs(1)));
    assert_eq!(host.timeout, Some(Duration::new(2, 5)));
    assert_eq!(host.place, HostPlace::IpAddr(THERE));
    let above = host.above.as_ref().unwrap();
    assert_eq!((above.nothing, &above.place), (Some(THERE), &HostPlace::String("home".into())));
    assert_eq!(host.extra.get("more"), Some(&1.into()));

    let server = Server::json(200, HOST);
    let same = run(client!(server).hosts().put(THERE, &host)).unwrap();
    assert_eq!(same, host);
    let asked = server.asked();
    assert_eq!(asked.line, "PUT /hosts/%3A%3A1");
    assert_eq!(asked.body, HOST.replace(r#""gateway":null,"#, ""));
}

#[test]
fn an_object_without_a_default_is_made_of_what_it_must_have() {
    let server = Server::json(200, HOST);
    let limits = Limits::new(rate(7)).burst(Duration::from_millis(1500));
    let host = Host::new(HERE, port(9), [THERE], limits, THERE).gateway(THERE).mask(Maybe::Null);
    run(client!(server).hosts().put(HERE, &host)).unwrap();
    assert_eq!(
        server.asked().body,
        r#"{"address":"127.0.0.1","port":9,"peers":["::1"],"gateway":"::1","mask":null,"nothing":null,"limits":{"rate":7,"burst":{"secs":1,"nanos":500000000}},"place":"::1"}"#
    );
    let text = serde_json::to_string(&host).unwrap();
    assert_eq!(serde_json::from_str::<Host>(&text).unwrap(), host);
}

#[test]
fn parameters_and_forms_have_the_text_of_the_value() {
    let server = Server::json(200, r#"{"secs":3,"nanos":0}"#);
    let took = run(client!(server).hosts().try_(HERE, port(80)).peers([HERE, THERE])).unwrap();
    assert_eq!(took, Duration::from_secs(3));
    assert_eq!(server.asked().body, "port=80&peers=127.0.0.1%2C%3A%3A1");

    let server = Server::json(200, format!("[{HOST}]").leak());
    let hosts = run(client!(server).hosts().list().peers([HERE, THERE]).ports([rate(1), rate(2)]).since(NonZeroU8::MIN)).unwrap();
    assert_eq!(hosts.len(), 1);
    assert_eq!(server.asked().line, "GET /hosts?peers=127.0.0.1&peers=%3A%3A1&ports=1,2&since=1");

    let server = Server::json(200, r#"{"a":"::1"}"#);
    let names = run(client!(server).names().list()).unwrap();
    assert_eq!(names, HashMap::from([("a".to_owned(), THERE)]));
}

#[test]
fn what_a_type_refuses_is_treated_as_any_other_value() {
    let read = |text: &str| serde_json::from_str::<Host>(text);
    let optional = read(&HOST.replace(r#""old_address":"127.0.0.1""#, r#""old_address":"nowhere""#)).unwrap();
    assert_eq!(optional.old_address, None);
    assert_eq!(optional.extra.get("old_address"), Some(&"nowhere".into()), "it is kept");
    for (good, bad, problem) in [
        (r#""port":8080"#, r#""port":0"#, "expected a value of `std::num::NonZeroU16`, found 0 at port"),
        (r#""port":8080,"#, "", "missing field `port`"),
        (r#""rate":5"#, r#""rate":null"#, "expected a value of `std::num::NonZeroU32`, found null at limits.rate"),
        (r#"{"rate":5,"#, "{", "missing field `rate` at limits"),
        (r#"["::1","#, r#"["::1",7,"#, "expected a value of `std::net::IpAddr`, found 7 at peers[1]"),
        (r#"{"a":"::1"}"#, r#"{"a":[]}"#, ""),
        (r#""limits":{"rate":5,"burst":{"secs":1,"nanos":0}}"#, r#""limits":[]"#, "expected Limits, found an empty array at limits"),
    ] {
        let text = HOST.replacen(good, bad, 1);
        assert_ne!(text, HOST);
        let found = read(&text).map(drop).map_err(|error| error.to_string());
        match problem {
            "" => assert_eq!(found, Ok(())),
            problem => assert_eq!(found.map_err(|error| error.contains(problem).then_some(()).ok_or(error)), Err(Ok(())), "{problem}"),
        }
    }
    let server = Server::json(200, "null");
    let error = run(client!(server).hosts().get(HERE)).unwrap_err();
    assert!(error.to_string().contains("expected Host, found null"), "{error}");
}
