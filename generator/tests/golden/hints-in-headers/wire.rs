use crate::server::{Server, run};
use ::hints_in_headers::Client;
use ::hints_in_headers::types::{Mood, OuterId, Seen, ThingId, TraceId};

const HEADERS: &[(&str, &str)] = &[
    ("content-type", "application/json"),
    ("x-trace", "t"),
    ("x-traces", "t, u"),
    ("x-mood", "a"),
    ("x-moods", "b,c"),
    ("x-seen", "3"),
    ("x-part", "i"),
    ("x-outer", "o"),
    ("x-own", "/p"),
    ("x-age", "7"),
];

#[test]
fn headers_have_the_types_that_hints_name() {
    let server = Server::answering(200, HEADERS, "{}");
    let call = client!(server).things().get("i").after("j").x_trace(TraceId::new("t")).x_traces(["t", "u"]).seen(3).outer("o");
    let response = run(call.x_mood(Mood::Bad).with_response()).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "GET /things/i?after=j&outer=o");
    let sent = |name| asked.header(name).unwrap_or_default();
    assert_eq!((sent("x-trace"), sent("x-traces"), sent("x-mood"), sent("cookie")), ("t", "t,u", "b", "seen=3"));

    let headers = response.declared;
    assert_eq!(headers.x_trace, Some(TraceId::new("t")));
    assert_eq!(headers.x_traces, Some(vec![TraceId::new("t"), TraceId::new("u")]));
    assert_eq!(headers.x_mood, Some(Mood::Good));
    assert_eq!(headers.x_moods, Some(vec![Mood::Bad, Mood::Other("c".to_owned())]));
    assert_eq!((&headers.x_seen, &headers.x_part), (&Some(Seen::new(3)), &Some(ThingId::new("i"))));
    assert_eq!((headers.x_own.as_deref(), headers.x_age), (Some("/p"), Some(7)));
    // The hint stands beside the schema, which is reported.
    assert_eq!(headers.x_outer.as_deref(), Some("o"));
    let _: OuterId = "o".into();
}
