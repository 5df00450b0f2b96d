//! The crate as its users see it: what the front page shows compiles as it stands there.

use std::time::Duration;

use tallyfy::types::GrantType;
use tallyfy::types::{CreateGroupInput, UpdateGroupInput};
use tallyfy::{Client, Error, Method};

/// Never run: every line has to compile, with the types that it says.
#[allow(dead_code)]
async fn calls(tallyfy: Client, id: String, input: CreateGroupInput) -> Result<(), Error> {
    let group = tallyfy
        .groups()
        .create(
            &CreateGroupInput::new("Onboarding Specialists")
                .description("Team responsible for new client onboarding.")
                .members([1001, 1005, 1008])
                .guests(["client.liaison@partner.com"]),
        )
        .await?;
    println!("created {}", group.id);

    let page = tallyfy.groups().list().q("design").per_page(50).await?;
    println!("{} of {:?}, page {:?} of {:?}", page.items.len(), page.total, page.number, page.last);
    let mut all = tallyfy.groups().list().stream();
    while let Some(group) = all.next().await {
        println!("{}", group?.id);
    }
    let _ = tallyfy.groups().list().stream().collect().await?;
    let _ = tallyfy.groups().get(&id).with(["assets"]).await?;
    let _ = tallyfy.groups().update(&id, &UpdateGroupInput::new().members([])).await?;
    tallyfy.groups().delete(&id).await?;

    let reply = tallyfy.groups().get(&id).with_response().await?;
    println!("{} {:?} {} {:?}", reply.status, reply.headers, reply.value.id, reply.body);
    let _ = tallyfy.groups().get(&id).timeout(Duration::from_secs(2)).retries(0).header("x-trace", "1").await?;
    let _: String = tallyfy.groups().create(&input).preview()?;
    let value = tallyfy.request(Method::GET, "/organizations/{org_id}/anything").await?;
    println!("{}", value["data"]);

    match tallyfy.groups().get("nope").await {
        Err(e) if e.is_not_found() => {}
        Err(e) if e.is_rate_limited() => {}
        Err(e) => eprintln!("{e}"),
        Ok(group) => println!("{}", group.id),
    }
    Ok(())
}

#[test]
fn calls_and_streams_can_be_spawned() {
    fn sendable(_: impl Send + 'static) {}
    let tallyfy = Client::builder().token("secret").org_id("acme").build().expect("all is given");
    let other = tallyfy.for_org_id("other");
    sendable(async move { tallyfy.groups().get("1").await });
    sendable(other.groups().list());
    sendable(other.groups().list().stream());
    sendable(other);
}

/// Code of an application that is written once for browsers and everything else.
#[allow(dead_code, reason = "it is compiled here, and runs in a browser")]
#[path = "browser/wrapped.rs"]
mod wrapped;

/// Never run: the types have to be what threads and runtimes ask for.
#[allow(dead_code)]
fn what_is_shared_and_sent_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Client>();
    shared::<tallyfy::ClientBuilder>();
    shared::<Error>();
    shared::<tallyfy::Log>();
    shared::<tallyfy::Body>();
    sent::<tallyfy::CallFuture<String>>();
    sent::<tallyfy::DownloadFuture>();
    sent::<tallyfy::Download>();
    sent::<tallyfy::Items<String>>();
    sent::<tallyfy::Pages<String>>();
    sent::<tallyfy::SequenceItems<String>>();
    sent::<tallyfy::TransportFuture>();
    sent::<tallyfy::HookFuture<'static>>();
    sent::<tallyfy::Call<tallyfy::Json<String>>>();
    sent::<tallyfy::Response<String>>();
    shared::<tallyfy::HttpTransport>();
    shared::<wrapped::Counting<tallyfy::HttpTransport>>();
    shared::<Box<dyn tallyfy::Transport>>();
    shared::<Box<dyn tallyfy::Hook>>();
    shared::<Box<dyn tallyfy::TokenProvider>>();
    sent::<tallyfy::TokenFuture<'static, tallyfy::Secret>>();
    sent::<tallyfy::Sleep>();
}

#[test]
fn an_application_comes_before_this_crate() {
    let agent = |builder: tallyfy::ClientBuilder| {
        let line = builder.org_id("acme").build()?.request(Method::GET, "/users").preview()?;
        Ok::<_, Error>(line.split("'user-agent: ").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default().to_owned())
    };
    let own = concat!("tallyfy/", env!("CARGO_PKG_VERSION"));
    let named = || Client::builder().application("my-service", "1.0");
    assert_eq!(agent(Client::builder()).expect("valid"), own);
    assert_eq!(agent(named()).expect("valid"), format!("my-service/1.0 {own}"));
    assert_eq!(agent(named().user_agent("all/1")).expect("valid"), "all/1");
    for (name, version) in [("", "1"), ("a b", "1"), ("a", ""), ("a/b", "1"), ("a", "1\r\nx: y")] {
        let error = agent(Client::builder().application(name, version)).expect_err("no token");
        assert!(error.to_string().contains("`application`"), "{error}");
    }
}

#[test]
fn a_preview_is_a_line_for_a_shell_without_the_token() {
    let tallyfy = Client::builder().token("s3cret-token").org_id("acme").timeout(Duration::from_secs(15)).build().expect("all is given");
    let line = tallyfy.groups().create(&CreateGroupInput::new("it's").members([])).preview().expect("all is given");
    let agent = concat!("tallyfy/", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        line,
        format!(
            "curl -X POST 'https://go.tallyfy.com/api/organizations/acme/groups' -H 'accept: application/json' \
             -H \"authorization: Bearer $TALLYFY_ACCESS_TOKEN\" -H 'content-type: application/json' \
             -H 'user-agent: {agent}' -H 'x-tallyfy-client: APIClient' \
             --data-raw '{{\"name\":\"it'\\''s\",\"members\":[]}}'"
        )
    );
}

#[test]
fn a_sign_in_shows_no_secret() {
    let tallyfy = Client::builder().build().expect("nothing is needed");
    let call = tallyfy.authentication().create_token(GrantType::Password, "client-1");
    let call = call.client_secret("s3cret-one").username("me@example.com").password("s3cret-two").refresh_token("s3cret-three");
    let line = call.preview().expect("all is given");
    assert!(!line.contains("s3cret"), "{line}");
    assert!(line.contains("client_secret=$SECRET") && line.contains("password=$SECRET"), "{line}");

    let reply = r#"{"token_type": "Bearer", "access_token": "s3cret-four", "refresh_token": "s3cret-five"}"#;
    let token: tallyfy::types::AccessToken = serde_json::from_str(reply).expect("a token");
    assert!(!format!("{token:?}").contains("s3cret"), "{token:?}");
    assert_eq!(token.access_token.expose_secret(), "s3cret-four");
}
