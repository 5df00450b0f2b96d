use ::webhooks_by_shape::webhook::Event;

fn event(body: &str) -> Event {
    body.parse().unwrap()
}

#[test]
fn the_shape_says_which_event_it_is() {
    assert!(matches!(event(r#"{"started_at":"now","by":"ada"}"#), Event::Started(started) if started.started_at == "now"));
    let finished = event(r#"{"by":"ada","result":{"score":7},"new":1}"#);
    assert!(matches!(finished, Event::Finished(finished) if finished.result.score == Some(7)));
    assert!(matches!(event(r#"[{"degrees":1},{"degrees":2}]"#), Event::Batch(batch) if batch.len() == 2));
    // An object with nothing of any of them is none of them.
    assert!(matches!(event(r#"{"by":"ada"}"#), Event::Other(_)));
    assert!(matches!(event(r#"{"else":true}"#), Event::Other(_)));
    assert!(matches!(event("7"), Event::Other(_)));
}

#[test]
fn events_of_one_type_are_known_by_their_names() {
    let body = br#"{"degrees":-3}"#;
    assert!(matches!(Event::from_slice(body).unwrap(), Event::Cold(_)));
    assert!(matches!(Event::named("hot", body).unwrap(), Event::Hot(reading) if reading.degrees == -3.0));
    assert!(matches!(Event::named("cold", body).unwrap(), Event::Cold(_)));
    assert!(matches!(Event::named("anything", body).unwrap(), Event::Other(json) if json["degrees"] == -3));
}
