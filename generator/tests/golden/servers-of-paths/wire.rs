use crate::server::{Server, run};
use ::servers_of_paths::Client;

#[test]
fn a_path_and_an_operation_may_have_servers_of_their_own() {
    let [base, up, jobs, near] = std::array::from_fn(|_| Server::silent());
    let client = Client::builder()
        .base_url(format!("{}/v3", base.url))
        .up_url(up.url.clone())
        .eu_url(format!("{}/x", jobs.url))
        .next_url(format!("{}/next", near.url))
        .build()
        .unwrap();
    run(client.files().list()).unwrap();
    assert_eq!(base.asked().line, "GET /v3/files");
    run(client.files().same()).unwrap();
    assert_eq!(base.asked().line, "GET /v3/same");
    run(client.files().upload()).unwrap();
    assert_eq!(up.asked().line, "POST /uploads");
    run(client.files().clear()).unwrap();
    assert_eq!(jobs.asked().line, "DELETE /x/uploads");
    run(client.files().near()).unwrap();
    assert_eq!(near.asked().line, "GET /next/near");
}
