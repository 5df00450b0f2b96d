use crate::server::{Server, run};
use ::values_of_no_objects::{
    Client,
    hooks::{AddLevel, AddMode, AddModes, AddXMode},
    types::{Hook, HookAlways, HookEventsItem, HookLevel, Push},
};

#[test]
fn the_values_say_what_is_sent() {
    let server = Server::json(200, r#"{"push":"PUSH","always":"yes","events":["send","other"],"level":3,"by":{"x":"in"}}"#);
    let hook = Hook::new(Push::DontPush).events([HookEventsItem::Open]).level(HookLevel::N2).rate(1.5).flag(true);
    let call = client!(server);
    let call = call.hooks();
    let read = run(call.add(AddLevel::N1, &hook).mode(AddMode::Fast).modes([AddModes::Slow]).x_mode(AddXMode::Quick)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "POST /hooks/1?mode=FAST&modes=SLOW");
    assert_eq!(asked.header("x-mode"), Some("FAST"));
    assert_eq!(asked.body, r#"{"events":["open"],"push":"DONT_PUSH","always":"yes","level":2,"rate":1.5,"flag":true}"#);
    assert_eq!((&read.push, &read.always, read.level), (&Push::Push, &HookAlways::Yes, Some(HookLevel::N3)));
}
