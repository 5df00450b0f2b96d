use crate::server::{Server, run};
use ::times_in_parameters::Client;

#[test]
fn a_moment_keeps_its_offset_and_its_fraction() {
    let server = Server::silent();
    let moment = "2026-05-01T09:30:00.25+05:30";
    let call = client!(server).tides().list("2026-05-01").after(moment).moments(["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"]);
    run(call.span("P1DT2H").x_before(moment).seen(moment)).unwrap();
    let asked = server.asked();
    assert_eq!(
        asked.line,
        "GET /tides/2026-05-01.json?after=2026-05-01T09%3A30%3A00.25%2B05%3A30\
         &moments=2026-05-01T00%3A00%3A00Z,2026-05-02T00%3A00%3A00Z&span=P1DT2H"
    );
    assert_eq!(asked.header("x-before"), Some(moment));
    assert_eq!(asked.header("cookie"), Some("seen=2026-05-01T09%3A30%3A00.25%2B05%3A30"));
}
