use crate::server::{Server, run};
use ::newtypes::{
    Client,
    types::{Badge, Group, GroupId, MemberHolder, MemberId, Size},
};

#[test]
fn an_identifier_is_what_it_wraps_on_the_wire() {
    let server = Server::answering(
        200,
        &[("content-type", "application/json"), ("x-owner", "7")],
        r#"{"id":"ab/c","parent":null,"size":"3","owner":7,"members":[7,8],"badges":{"a":"gold"}}"#,
    );
    let answer = run(client!(server).groups().get("ab/c").with_response()).unwrap();
    assert_eq!(answer.declared.x_owner, Some(MemberId::new(7)));
    let group: Group = answer.value;
    assert_eq!(server.asked().line, "GET /groups/ab%2Fc");
    assert_eq!(group.id, GroupId::new("ab/c"));
    assert_eq!(group.size.map(Size::get), Some(3), "read as tolerantly as what it wraps");
    assert_eq!(group.members.as_deref(), Some(&[MemberId::new(7), MemberId::new(8)][..]));
    assert_eq!(group.badges.as_ref().map(|badges| badges["a"].as_str()), Some("gold"));
    assert_eq!(format!("{} {}", group.id, MemberId::new(7)), "ab/c 7");

    let server = Server::json(200, r#"[{"id":7,"badge":"gold","holder":"ab"}]"#);
    let members = run(client!(server)
        .members()
        .list()
        .ids([MemberId::new(7), 8.into()])
        .groups([group.id.clone()])
        .before(MemberId::new(9))
        .badge(Badge::new("gold")))
    .unwrap();
    assert_eq!(server.asked().line, "GET /members?ids=7,8&groups=ab%2Fc&before=9&badge=gold");
    assert_eq!(members[0].id, Some(MemberId::new(7)));
    assert_eq!(members[0].holder, Some(MemberHolder::GroupId(GroupId::new("ab"))));

    let server = Server::answering(204, &[], "");
    let body = Group::new("ab").owner(7).members([7, 8]).parent(GroupId::new("a"));
    run(client!(server).groups().put(&group.id, &body)).unwrap();
    assert_eq!(server.asked().body, r#"{"id":"ab","parent":"a","owner":7,"members":[7,8]}"#);
}
