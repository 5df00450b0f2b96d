use crate::server::{Server, run};
use ::number_enums_of_integers::Client;
use ::number_enums_of_integers::sizes::AddScale;
use ::number_enums_of_integers::types::{Size, SizeDepth, SizeHeight, SizeKind, SizeWidth};

#[test]
fn integers_are_enums_however_they_are_written() {
    let server = Server::json(200, r#"{"width":20.0,"height":null,"depth":2,"kind":7.0,"weight":0.5,"share":0.25}"#);
    let sent = Size::new(SizeWidth::N30).height(SizeHeight::N2).depth(SizeDepth::N1).weight(2.5);
    let size = run(client!(server).sizes().add(&sent).scale(AddScale::N10)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.body, r#"{"width":30,"height":2,"depth":1,"weight":2.5}"#);
    assert!(asked.line.contains("?scale=10"), "{}", asked.line);
    assert_eq!((size.width, size.depth, size.kind), (SizeWidth::N20, Some(SizeDepth::N2), Some(SizeKind::N7)));
    assert_eq!((size.weight, size.share), (Some(0.5), Some(0.25)));
}

#[test]
fn other_integers_are_kept() {
    let server = Server::json(200, r#"{"width":45,"height":3}"#);
    let size = run(client!(server).sizes().add(&Size::new(SizeWidth::N10))).unwrap();
    assert_eq!((size.width, size.height.as_option()), (SizeWidth::Other(45), Some(&SizeHeight::Other(3))));
}
