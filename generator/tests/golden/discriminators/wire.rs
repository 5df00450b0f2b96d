use crate::server::{Server, run};
use ::discriminators::{
    Client,
    types::{Cat, CatBase, Pet, Thing},
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
    run(client!(server).things().put(&Thing::new().pet(CatBase::new("Tom")))).unwrap();
    assert_eq!(server.asked().body, r#"{"pet":{"kind":"Cat","name":"Tom"}}"#);
}

#[test]
fn below_the_first_level_every_child_is_known_and_an_unknown_one_is_still_one_of_its_own() {
    for (body, known) in [
        (r#"{"cat":{"kind":"Cat","name":"Tom","lives":9}}"#, "Cat 9"),
        (r#"{"cat":{"kind":"Lion","name":"Leo","lives":1,"mane":true}}"#, "Lion true"),
        (r#"{"cat":{"kind":"Cub","name":"Nala","mane":false,"age":1}}"#, "Cub 1"),
        (r#"{"cat":{"kind":"Tiger","name":"Tony","lives":2,"stripes":20}}"#, "Cat 2"),
    ] {
        let server = Server::json(200, body);
        let thing = run(client!(server).things().get()).unwrap();
        server.asked();
        let found = match thing.cat.as_ref().unwrap() {
            Cat::Cat(cat) => format!("Cat {}", cat.lives.unwrap()),
            Cat::Lion(lion) => format!("Lion {}", lion.mane.unwrap()),
            Cat::Cub(cub) => format!("Cub {}", cub.age.unwrap()),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, known);
        run(client!(server).things().put(&thing)).unwrap();
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
    }
    let server = Server::json(200, r#"{"cat":{"name":"Tom","lives":9}}"#);
    let thing = run(client!(server).things().get()).unwrap();
    assert!(matches!(thing.cat, Some(Cat::Cat(cat)) if cat.lives == Some(9)), "without a tag");
}
