use crate::server::{Server, run};
use ::styles_in_paths::{Client, types::Spot};

#[test]
fn each_style_has_its_signs() {
    let server = Server::silent();
    let (tiles, spot) = (["n;1", "a/2"], Spot::new().lat(1.5).lon(-2.0));
    run(client!(server).maps().plain(tiles, &spot)).unwrap();
    assert_eq!(server.asked().line, "GET /plain/n%3B1,a%2F2/lat=1.5,lon=-2");
    run(client!(server).maps().label(tiles, &spot)).unwrap();
    assert_eq!(server.asked().line, "GET /label/.n%3B1.a%2F2/.lat,1.5,lon,-2");
    run(client!(server).maps().matrix(tiles, &spot, 7)).unwrap();
    assert_eq!(server.asked().line, "GET /matrix/;tiles=n%3B1;tiles=a%2F2/;spot=lat,1.5,lon,-2/;zoom=7");
    run(client!(server).maps().word("é")).unwrap();
    assert_eq!(server.asked().line, "GET /word/.%C3%A9");
}

#[test]
fn a_path_keeps_its_segments() {
    let server = Server::silent();
    for word in ["", "."] {
        assert!(run(client!(server).maps().word(word)).is_err(), "{word}");
    }
    let none = Vec::<String>::new();
    assert!(run(client!(server).maps().plain(none.clone(), &Spot::new().lat(1.0))).is_err());
    assert!(run(client!(server).maps().matrix(none, &Spot::new().lat(1.0), 1)).is_err());
    assert!(run(client!(server).maps().label(["a"], &Spot::new())).is_err());
}
