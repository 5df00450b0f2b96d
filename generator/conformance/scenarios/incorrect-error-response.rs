use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, incorrect_error_response);
    scenario!(run, "verifyIncorrectErrorParsing", {
        let error = client.api().get_incorrect_error_from_server().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(444));
        assert_eq!(error.body(), Some(&"foobar".into()));
    });
}
