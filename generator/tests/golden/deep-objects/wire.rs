use crate::server::{Server, run};
use ::deep_objects::{Client, types::{Where, WhereSize}};

#[test]
fn members_are_in_brackets_at_any_depth() {
    let server = Server::silent();
    let place = Where::new(3).free_since("2026-05-01T08:00:00+02:00").size(WhereSize::new().at_least(12.0)).kinds(["a b", "c"]);
    run(client!(server).rooms().find().where_(&place)).unwrap();
    assert_eq!(
        server.asked().line,
        "GET /rooms?where%5Bfloor%5D=3&where%5Bfree-since%5D=2026-05-01T08%3A00%3A00%2B02%3A00\
         &where%5Bsize%5D%5Bat%20least%5D=12&where%5Bkinds%5D%5B%5D=a%20b&where%5Bkinds%5D%5B%5D=c"
    );
    let labels = [("to]do".to_owned(), "1&2".to_owned())].into();
    run(client!(server).rooms().find().labels(&labels).expand(["plan"]).where_(&Where::new(1).name(None))).unwrap();
    assert_eq!(server.asked().line, "GET /rooms?labels%5Bto%5Ddo%5D=1%262&expand%5B%5D=plan&where%5Bfloor%5D=1");
}
