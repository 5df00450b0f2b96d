use crate::server::{Server, run};
use ::discriminators::{
    Client,
    types::{Cat, Pet, Thing},
};

#[test]
fn the_tag_tells_the_child_and_an_unknown_one_survives() {
    const BODY: &str = r#"{"pets":[{"kind":"Cat","name":"Tom","lives":9},{"kind":"hound","name":"Rex"},{"kind":"Pet","name":"It"},{"kind":"Bird","name":"Polly","wings":2}]}"#;
    let server = Server::json(200, BODY);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    let pets = thing.pets.as_deref().unwrap();
    assert!(matches!(&pets[0], Pet::Cat(cat) if cat.lives == Some(9) && cat.name == "Tom"), "{pets:?}");
    assert!(matches!(&pets[1], Pet::Dog(dog) if dog.name == "Rex"), "{pets:?}");
    assert!(matches!(&pets[2], Pet::Pet(base) if base.name == "It"), "{pets:?}");
    assert!(matches!(&pets[3], Pet::Other(value) if value["wings"] == 2), "{pets:?}");
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, BODY, "all of it goes back as it came");
    run(client!(server).things().put(&Thing::new().pet(Cat::new("Tom")))).unwrap();
    assert_eq!(server.asked().body, r#"{"pet":{"kind":"Cat","name":"Tom"}}"#);
}
