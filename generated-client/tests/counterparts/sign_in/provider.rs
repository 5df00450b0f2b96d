//! The server, started for one test.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Stdio};
use std::time::Duration;

use tallyfy::oauth::OAuthClient;
use tallyfy::{Client, ClientBuilder, Error, Method, Retry, Value};

use crate::calls::direct;
use crate::servers::{NODE, Running};

/// The secret of the applications, with characters that forms and headers write in ways of their own.
pub const SECRET: &str = "s3cret: 100 % & +/";

/// The folder with the packages of npm.
const PACKAGES: &str = "COUNTERPARTS_OIDC_PROVIDER";

pub fn is_there() -> bool {
    packages().is_some() && NODE.path().is_some()
}

fn packages() -> Option<PathBuf> {
    std::env::var_os(PACKAGES).map(PathBuf::from).filter(|folder| folder.join("oidc-provider").is_dir())
}

pub struct OidcProvider {
    url: String,
    _running: Running,
    /// It prints notices, and ends if it cannot.
    _output: BufReader<ChildStdout>,
}

impl OidcProvider {
    pub fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/counterparts/oidc-provider/server.mjs");
        let mut command = NODE.command();
        command.arg(script).arg(packages().expect("the test is ignored without them"));
        // The server ends when its input does: it cannot outlive this process.
        let mut running = Running::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()));
        let mut output = BufReader::new(running.child().stdout.take().expect("it is piped"));
        let mut port = String::new();
        output.read_line(&mut port).expect("it prints its port");
        Self { url: format!("http://127.0.0.1:{}", port.trim()), _running: running, _output: output }
    }

    /// An application that is registered there.
    pub fn app(&self, id: &str) -> OAuthClient {
        let url = |path: &str| format!("{}{path}", self.url);
        let app = OAuthClient::new(id).authorization_url(url("/auth")).token_url(url("/token"));
        app.device_authorization_url(url("/device/auth")).revocation_url(url("/token/revocation"))
    }

    /// An application that people sign in to for long.
    pub fn app_of_people(&self, id: &str) -> OAuthClient {
        // The server asks for the consent to tokens that last.
        let app = self.app(id).scopes(["openid", "offline_access", "things"]);
        app.authorization_param("prompt", "consent").token_param("prompt", "consent")
    }

    pub fn builder(&self) -> ClientBuilder {
        let transport = direct().build().expect("the settings are valid");
        Client::builder().base_url(&self.url).transport(transport).retry(Retry::never()).timeout(Duration::from_secs(20))
    }

    pub fn client(&self) -> Client {
        self.builder().build().expect("the settings are valid")
    }
}

/// Asks who is signed in.
pub async fn who(client: &Client) -> Result<Value, Error> {
    client.request(Method::GET, "/me").await
}
