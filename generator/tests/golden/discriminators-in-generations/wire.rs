use crate::server::{Server, run};
use ::discriminators_in_generations::{Client, types::{Animal, Bird, Cat, Done, Dog, DoneState, Fish, Job, Mammal}};

#[test]
fn the_mapping_of_a_parent_tells_who_extends_it() {
    for (body, name) in [
        (r#"{"kind":"bird","wings":2}"#, "bird"),
        (r#"{"kind":"hen","wings":2}"#, "bird"),
        (r#"{"kind":"Bird","wings":2}"#, "bird"),
        (r#"{"kind":"Fish","fins":3}"#, "fish"),
        (r#"{"kind":"mammal","order":"dog","barks":true}"#, "dog"),
        (r#"{"kind":"mammal","order":"cat","lives":9}"#, "cat"),
        (r#"{"kind":"mammal","order":"bat"}"#, "mammal"),
        (r#"{"kind":"stone","weight":1}"#, "other"),
    ] {
        let animal = run(client!(Server::json(200, body)).animals().put(&Bird::new().into())).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).animals().put(&animal));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
        let found = match animal {
            Animal::Bird(_) => "bird",
            Animal::Fish(_) => "fish",
            Animal::Mammal(Mammal::Dog(_)) => "dog",
            Animal::Mammal(Mammal::Cat(_)) => "cat",
            Animal::Mammal(_) => "mammal",
            _ => "other",
        };
        assert_eq!(found, name, "{body}");
    }
}

#[test]
fn what_is_new_has_the_value_of_each_generation() {
    let server = Server::json(200, "{}");
    for (animal, body) in [
        (Animal::from(Bird::new()), r#"{"kind":"bird"}"#),
        (Animal::from(Fish::new()), r#"{"kind":"Fish"}"#),
        (Animal::from(Dog::new().barks(true)), r#"{"kind":"mammal","order":"dog","barks":true}"#),
        (Animal::from(Cat::new()), r#"{"kind":"mammal","order":"cat"}"#),
    ] {
        let _ = run(client!(server).animals().put(&animal));
        assert_eq!(server.asked().body, body);
    }
}

#[test]
fn values_that_an_alternative_lists_choose_it() {
    for (body, is_done) in [(r#"{"state":"passed"}"#, true), (r#"{"state":"running","note":"x"}"#, false), (r#"{"state":"queued"}"#, false)] {
        let job = run(client!(Server::json(200, body)).jobs().put(&Done::new(DoneState::Failed).into())).unwrap();
        assert_eq!((matches!(job, Job::Done(_)), matches!(job, Job::Open(_))), (is_done, !is_done), "{body}");
    }
}
