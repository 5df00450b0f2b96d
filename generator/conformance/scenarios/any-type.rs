use any_type::Value;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, any_type);
    let api = client.api();
    scenario!(run, "GetStringAsAnything", assert_eq!(api.get_string().await?, "anything"));
    scenario!(run, "PutStringAsAnything", api.put_string(&"anything".into()).await?);
    scenario!(run, "GetObjectAsAnything", {
        assert_eq!(api.get_object().await?["message"], "An object was successfully returned");
    });
    scenario!(run, "PutObjectAsAnything", {
        api.put_object(&Value::Object([("foo".to_owned(), "bar".into())].into_iter().collect())).await?;
    });
    scenario!(run, "GetArrayAsAnything", assert_eq!(api.get_array().await?, Value::from(vec!["foo", "bar"])));
    scenario!(run, "PutArrayAsAnything", api.put_array(&Value::from(vec!["foo", "bar"])).await?);
}
