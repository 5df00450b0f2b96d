use object_type::Value;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, object_type);
    let api = client.api();
    let object = |value: &str| [("foo".to_owned(), Value::from(value))].into();
    scenario!(run, "ObjectTypeResponse", assert_eq!(api.get().await?["message"], "An object was successfully returned"));
    scenario!(run, "ObjectTypePut", api.put(&object("bar")).await?);
    scenario!(run, "ObjectTypeErrorResponse", {
        assert_eq!(api.put(&object("wrong")).await.unwrap_err().message(), Some("The object you passed was incorrect"));
    });
}
