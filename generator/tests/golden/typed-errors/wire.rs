use crate::server::{Server, run};
use ::typed_errors::{
    Client,
    {things::GetError409, types::Problem},
};

#[test]
fn each_error_reads_as_what_is_declared_for_it() {
    let get = |status, body| run(client!(Server::json(status, body)).things().get("1").retries(0)).unwrap_err();
    let missing = get(404, r#"{"code":4,"message":"gone"}"#);
    assert!(missing.is_not_found());
    let problem = missing.json::<Problem>().unwrap();
    assert_eq!((problem.code, problem.message.as_deref()), (4, Some("gone")));
    assert_eq!(get(409, r#"{"by":["me"]}"#).json::<GetError409>().unwrap().by, ["me"]);
    assert_eq!(get(500, "").status().map(|status| status.as_u16()), Some(500));
    assert_eq!(get(418, r#"{"code":9}"#).json::<Problem>().unwrap().code, 9);
}
