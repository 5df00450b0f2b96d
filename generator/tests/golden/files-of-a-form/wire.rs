use crate::server::{Server, run};
use ::files_of_a_form::Client;

#[test]
fn several_files_and_fields_travel_together() {
    let server = Server::silent();
    let call = client!(server).albums().upload_pictures("1", ("cover.png", "COVER"), "Title").back(("back.png", "BACK"));
    run(call.pages_([("1.png", "ONE"), ("2.png", "TWO")]).year(1999)).unwrap();
    let asked = server.asked();
    assert!(asked.header("content-type").is_some_and(|media| media.starts_with("multipart/form-data; boundary=")));
    for part in [
        r#"name="title""#,
        "Title",
        r#"name="year""#,
        "1999",
        r#"name="cover"; filename="cover.png""#,
        "COVER",
        r#"name="back"; filename="back.png""#,
        r#"name="pages"; filename="1.png""#,
        "ONE",
        r#"name="pages"; filename="2.png""#,
        "TWO",
    ] {
        assert!(asked.body.contains(part), "{part} is not in {}", asked.body);
    }
    run(client!(server).albums().describe("1", "T")).unwrap();
    assert!(server.asked().header("content-type").is_some_and(|media| media.starts_with("multipart/form-data")));
}
