use reserved_words::Value;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, reserved_words);
    let api = client.api();
    scenario!(run, "reservedWordsOperationGroupImport", drop(api.import_operation_one("foo").await?));
    scenario!(run, "reservedWordsBodyNamedContent", drop(api.operation_with_content_param(b"hello, world").await?));
    scenario!(run, "reservedWordsBodyNamedJson", {
        api.operation_with_json_param(&Value::Object([("hello".to_owned(), "world".into())].into_iter().collect())).await?;
    });
    scenario!(run, "reservedWordsBodyNamedData", drop(api.operation_with_data_param("hello", "world").await?));
    scenario!(run, "reservedWordsBodyNamedFiles", {
        api.operation_with_files_param(("my.txt", "hello, world"), "my.txt").await?;
    });
    scenario!(run, "reservedWordsUrlHeaderQuery", {
        api.operation_with_url("foo", "x").query_parameters(["one", "two"]).await?;
    });
    scenario!(run, "reservedWordsHeaderEnum", drop(api.reserved_enum("import").await?));
}
