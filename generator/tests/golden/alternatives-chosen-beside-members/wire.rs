use crate::server::{Server, run};
use ::alternatives_chosen_beside_members::Client;
use ::alternatives_chosen_beside_members::pets::EventsResponse as Event;
use ::alternatives_chosen_beside_members::types::{Level, LevelLow, Payment, Pet, PetCat, PetDog, Shape, Step, Switch};

const ALL: &str = r#"{"pet":{"kind":"kitten","name":"Tom","home":{"city":"Rome"},"lives":9,"friends":[{"kind":"Dog","name":"Rex","barks":true}]},"tagged":{"kind":"cat","name":"Tim","lives":1,"tag":"t"},"payment":{"amount":1.5,"method":"shells","coins":3},"step":{"number":1,"note":"n","begin":"now"},"switch":{"label":"l","is_on":true,"watts":60},"shape":{"id":"7","form":"SQUARE","side":2.5},"either":{"id":"1","b":"b"},"plain":{"kind":"x","b":"b"},"level":{"level":2,"high":"h"},"other":{"level":1,"low":"l"}}"#;

#[test]
fn an_alternative_has_the_members_of_all_and_its_own() {
    let server = Server::json(200, ALL);
    let client = client!(server);
    // The value that chooses it is sent without being asked for.
    let all = run(client.pets().add(&Pet::from(PetCat::new("Tom", 9)))).unwrap();
    assert_eq!(server.asked().body, r#"{"kind":"cat","name":"Tom","lives":9}"#);
    let Some(Pet::Cat(cat)) = &all.pet else { panic!("{:?}", all.pet) };
    assert_eq!((cat.kind.as_str(), cat.name.as_str(), cat.lives), ("kitten", "Tom", 9));
    assert_eq!(cat.home.as_ref().unwrap().city.as_deref(), Some("Rome"));
    assert!(matches!(&cat.friends.as_ref().unwrap()[..], [Pet::Dog(dog)] if dog.name == "Rex" && dog.barks == Some(true)));
    let tagged = all.tagged.as_ref().unwrap();
    assert_eq!((tagged.name.as_str(), tagged.tag.as_deref(), tagged.lives), ("Tim", Some("t"), Some(1)));
    assert!(matches!(&all.payment, Some(Payment::Cash(cash)) if cash.amount == 1.5 && cash.coins == Some(3)));
    assert!(matches!(all.step.as_option(), Some(Step::N1(step)) if step.begin == "now" && step.note.as_deref() == Some("n")));
    assert!(matches!(&all.switch, Some(Switch::True(switch)) if switch.watts == Some(60) && switch.label.as_deref() == Some("l")));
    assert!(matches!(&all.shape, Some(Shape::Square(square)) if square.id == "7" && square.side == 2.5));
    assert!(matches!(&all.level, Some(Level::High(level)) if level.level == 2 && level.high.as_deref() == Some("h")));
    assert_eq!((LevelLow::new().level, all.other.as_ref().unwrap().low.as_deref()), (1, Some("l")));
    let (either, plain) = (all.either.as_ref().unwrap(), all.plain.as_ref().unwrap());
    assert_eq!((either.id.as_deref(), either.b.as_deref(), plain.b.as_deref()), (Some("1"), Some("b"), Some("b")));
    run(client.pets().put(&all)).unwrap();
    assert_eq!(server.asked().body, ALL, "all of it goes back as it came");
    run(client.pets().add(&Pet::from(PetDog::new("Rex").barks(true)))).unwrap();
    assert_eq!(server.asked().body, r#"{"kind":"Dog","name":"Rex","barks":true}"#);
}

#[test]
fn what_is_none_of_the_alternatives_is_kept() {
    // A cat without lives is none.
    let server = Server::json(200, r#"[{"kind":"cow","name":"Bo"},{"name":"Nobody"},{"kind":"cat","name":"Tom"}]"#);
    let pets = run(client!(server).pets().list()).unwrap();
    assert!(pets.len() == 3 && pets.iter().all(|pet| matches!(pet, Pet::Other(_))), "{pets:?}");
}

#[test]
fn events_are_distinguished_by_their_names() {
    let stream = "event: named\ndata: Tom\n\nevent: counted\ndata: 9007199254740993\n\nevent: weighed\ndata: {\"grams\":7}\n\nevent: lost\ndata: x\n\n";
    let server = Server::answering(200, &[("content-type", "text/event-stream")], stream);
    let client = client!(server);
    let mut events = client.pets().events().stream();
    let mut found = Vec::new();
    run(async {
        while let Some(event) = events.next().await {
            found.push(event.unwrap());
        }
    });
    let [Event::Named(named), Event::Counted(counted), Event::Weighed(weighed), Event::Other(other)] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(named.data.as_deref(), Some("Tom"));
    assert_eq!(counted.data.map(i64::from), Some(9_007_199_254_740_993));
    assert_eq!(weighed.data_content().unwrap().unwrap().grams, 7);
    assert_eq!(other["event"], "lost");
}
