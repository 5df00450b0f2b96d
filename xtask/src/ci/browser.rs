//! The client in a browser: what compiles there, and the tests in Chromium.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::step::{EXTRAS, Ended};
use super::workerd;
use crate::repository;
use crate::tools::{self, cargo, run};
use crate::wasm;

/// A document whose crate is compiled for browsers as well: it has operations with XML bodies.
const STAND_ALONE: &str = "generator/tests/golden/xml-beside-json/spec.yaml";

/// The programs, and the Debian packages that have them.
const PROGRAMS: [(&str, &str); 3] = [("chromedriver", "chromium-driver"), ("chromium", "chromium"), ("nginx", "nginx")];

/// What runs tests in a browser.
const RUNNER: &str = "wasm-bindgen-test-runner";

/// The seconds that all tests together may take.
const SECONDS: &str = "180";

/// Compiles the client as it is by default.
pub fn builds(root: &Path) -> Result<Ended, String> {
    if let Err(why) = wasm::add_target() {
        return Ok(Ended::LeftOut(why));
    }
    check(root, &["--package", "tallyfy"])?;
    Ok(Ended::Passed(wasm::TARGET.to_owned()))
}

/// Compiles the client with all features that browsers have, without any, and as a crate that stands alone; then runs the tests.
pub fn all(root: &Path) -> Result<Ended, String> {
    wasm::add_target()?;
    let features: Vec<&str> = EXTRAS.split(',').filter(|feature| *feature != "blocking").collect();
    check(root, &["--package", "tallyfy", "--features", &features.join(",")])?;
    check(root, &["--package", "tallyfy", "--no-default-features", "--features", "groups"])?;
    refuses_blocking(root)?;
    stand_alone(root)?;
    // Chrome does as well, where that is installed.
    let programs = PROGRAMS.into_iter().filter(|(name, _)| *name != "chromium" || tools::find("google-chrome").is_none());
    let mut missing = tools::install(&programs.collect::<Vec<_>>());
    if let Some(needed) = missing.iter().find(|package| **package != "nginx") {
        return Ok(Ended::LeftOut(format!("the tests need {needed}")));
    }
    if !tools::works(&["npm", "--version"]) {
        missing.push("workerd");
    }
    tests(root, &missing)?;
    Ok(Ended::Passed(match missing.as_slice() {
        [] => "in a page and in a worker of Chromium, and in workerd".to_owned(),
        without => format!("in a page and in a worker of Chromium, without {}", without.join(", ")),
    }))
}

fn check(root: &Path, args: &[&str]) -> Result<(), String> {
    cargo(root, &[&["check", "--quiet", "--target", wasm::TARGET], args].concat(), &[("RUSTFLAGS", "-D warnings")])
}

/// A feature that needs threads says so.
fn refuses_blocking(root: &Path) -> Result<(), String> {
    let mut command = repository::cargo();
    command.args(["check", "--quiet", "--target", wasm::TARGET, "--package", "tallyfy", "--features", "blocking"]).current_dir(root);
    let output = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
    let says_why = String::from_utf8_lossy(&output.stderr).contains("the feature `blocking` needs threads");
    if says_why { Ok(()) } else { Err(format!("the feature `blocking` is not refused for {}", wasm::TARGET)) }
}

/// What a browser lacks is an error of the compiler, on each line that says so and on no other.
fn lacks_what_browsers_lack(root: &Path, env: &[(&str, &str)]) -> Result<(), String> {
    for name in ["absent_items", "absent_methods"] {
        let path = root.join(wasm::TESTS).with_file_name(format!("{name}.rs"));
        let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let marked = (1..).zip(text.lines()).filter(|(_, line)| line.ends_with("// absent")).map(|(number, _)| number).collect();
        let mut command = repository::cargo();
        command.args(["check", "--quiet", "--locked", "--target", wasm::TARGET, "--manifest-path", wasm::TESTS, "--test", name]);
        command.args(["--message-format", "json"]).envs(env.iter().copied()).current_dir(root);
        let output = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
        let lines = error_lines(&output.stdout);
        if lines != marked {
            return Err(format!("{}: errors are expected on the lines {marked:?}, and are on {lines:?}", path.display()));
        }
    }
    Ok(())
}

/// Returns the messages that cargo prints as JSON.
fn messages(printed: &[u8]) -> Vec<serde_json::Value> {
    String::from_utf8_lossy(printed).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Returns the lines of the errors that a compiler prints.
fn error_lines(printed: &[u8]) -> BTreeSet<u64> {
    let errors = messages(printed).into_iter().map(|message| message["message"].clone()).filter(|message| message["level"] == "error");
    errors.filter_map(|error| error["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?["line_start"].as_u64()).collect()
}

/// Compiles a crate that `cargo xtask generate` writes.
fn stand_alone(root: &Path) -> Result<(), String> {
    let folder = root.join("target/browser/stand-alone");
    let (out, manifest) = (folder.display().to_string(), folder.join("Cargo.toml").display().to_string());
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    run(Command::new(program).args(["generate", STAND_ALONE, "--out", &out]).current_dir(root), "cargo xtask generate")?;
    let target = root.join("target/browser").display().to_string();
    let env = [("RUSTFLAGS", "-D warnings"), ("CARGO_TARGET_DIR", target.as_str())];
    cargo(root, &["check", "--quiet", "--target", wasm::TARGET, "--manifest-path", &manifest], &env)
}

/// Runs the tests: each once in a page, and once in a worker.
fn tests(root: &Path, missing: &[&str]) -> Result<(), String> {
    let runner = wasm::program(root, RUNNER)?;
    let target = root.join("target/browser");
    let shown = target.display().to_string();
    let own = [("CARGO_TARGET_DIR", shown.as_str()), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "0")];
    lacks_what_browsers_lack(root, &own)?;
    cargo(root, &["build", "--quiet", "--locked", "--manifest-path", wasm::TESTS, "--bin", "server"], &own)?;
    let server = Loopback::start(&target.join("debug/server"))?;
    let ports = Ports::free()?;
    let nginx = Nginx::start(&target.join("nginx"), &server, &ports)?;
    let known = [
        ("BROWSER_SERVER", local(server.ports[0])),
        ("BROWSER_OTHER_SERVER", local(server.ports[1])),
        ("BROWSER_CLOSED", local(server.ports[2])),
        ("BROWSER_NGINX", nginx.as_ref().map_or_else(String::new, |_| local(ports.nginx))),
    ];
    let env: Vec<(&str, &str)> = own.into_iter().chain(known.iter().map(|(name, value)| (*name, value.as_str()))).collect();
    let folder = target.join("run");
    write(&folder.join("webdriver.json"), &webdriver(nginx.as_ref().map(|_| &ports)))?;
    for file in compiled(root, &env)? {
        let mut command = Command::new(&runner);
        command.arg(&file).current_dir(&folder).env("WASM_BINDGEN_TEST_TIMEOUT", SECONDS);
        command.env("WASM_BINDGEN_TEST_ADDRESS", format!("127.0.0.1:{}", ports.runner));
        run(&mut command, &format!("{RUNNER} {}", file.display()))?;
    }
    if missing.contains(&"workerd") { Ok(()) } else { workerd::calls(root, &target, &own, &local(server.ports[0])) }
}

/// Compiles the tests. Returns their files.
fn compiled(root: &Path, env: &[(&str, &str)]) -> Result<Vec<PathBuf>, String> {
    let mut command = repository::cargo();
    command.args([
        "test",
        "--locked",
        "--no-run",
        "--target",
        wasm::TARGET,
        "--manifest-path",
        wasm::TESTS,
        "--test",
        "page",
        "--test",
        "worker",
    ]);
    command.args(["--message-format", "json-render-diagnostics"]).envs(env.iter().copied()).current_dir(root).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err("the tests do not compile".to_owned());
    }
    let tests = messages(&output.stdout).into_iter().filter(|message| message["target"]["kind"][0] == "test");
    Ok(tests.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).collect())
}

/// What Chromium is started with. It is sent to nginx in place of the runner, so that nginx has the origin of the page.
fn webdriver(ports: Option<&Ports>) -> String {
    let mut args = vec!["--headless=new".to_owned(), "--no-sandbox".to_owned(), "--disable-dev-shm-usage".to_owned()];
    args.extend(ports.map(|ports| format!("--host-resolver-rules=MAP 127.0.0.1:{} 127.0.0.1:{}", ports.runner, ports.page)));
    serde_json::json!({ "goog:chromeOptions": { "args": args } }).to_string()
}

fn local(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// Ports of programs that cannot choose one themselves.
struct Ports {
    runner: u16,
    /// nginx at the origin of the page.
    page: u16,
    /// nginx at another origin.
    nginx: u16,
    /// nginx where it compresses.
    compressing: u16,
}

impl Ports {
    fn free() -> Result<Self, String> {
        let listeners = [(); 4].map(|()| TcpListener::bind(("127.0.0.1", 0)));
        let port = |index: usize| match &listeners[index] {
            Ok(listener) => listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string()),
            Err(error) => Err(format!("loopback has no free port: {error}")),
        };
        Ok(Self { runner: port(0)?, page: port(1)?, nginx: port(2)?, compressing: port(3)? })
    }
}

/// What the tests speak to. It ends when its standard input is closed.
struct Loopback {
    ports: [u16; 3],
    process: Child,
    input: Option<ChildStdin>,
}

impl Loopback {
    fn start(program: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot run {}: {error}", program.display());
        let mut process = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(failed)?;
        }
        let ports: Vec<u16> = line.split_whitespace().filter_map(|port| port.parse().ok()).collect();
        let ports = ports.try_into().map_err(|_| format!("{} has printed {line:?}, not three ports", program.display()))?;
        Ok(Self { ports, input: process.stdin.take(), process })
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.process.wait();
    }
}

/// nginx, which compresses what the server sends, and passes the page on that the runner serves.
struct Nginx(Child);

impl Nginx {
    /// Starts it, if it is installed.
    fn start(folder: &Path, server: &Loopback, ports: &Ports) -> Result<Option<Self>, String> {
        let configuration = folder.join("nginx.conf");
        write(&configuration, &nginx_configuration(folder, server.ports[0], ports))?;
        let Some(program) = tools::find("nginx") else { return Ok(None) };
        let mut command = Command::new(program);
        command.arg("-p").arg(folder).arg("-c").arg(&configuration).args(["-e", "stderr"]);
        Ok(Some(Self(command.spawn().map_err(|error| format!("cannot run nginx: {error}"))?)))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn nginx_configuration(folder: &Path, server: u16, ports: &Ports) -> String {
    let Ports { runner, page, nginx, compressing } = ports;
    let folder = folder.display();
    // The outer server says how the inner one has encoded a response: a script does not see it.
    let compressed = format!(
        "location /gzip/ {{
            proxy_http_version 1.1;
            proxy_pass http://127.0.0.1:{compressing}/;
            add_header x-compressed $upstream_http_content_encoding;
            add_header access-control-expose-headers x-compressed;
        }}"
    );
    format!(
        "daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{compressing};
        gzip on;
        gzip_min_length 1;
        gzip_proxied any;
        gzip_types application/json;
        location / {{ proxy_pass http://127.0.0.1:{server}; }}
    }}
    server {{
        listen 127.0.0.1:{nginx};
        {compressed}
    }}
    server {{
        listen 127.0.0.1:{page};
        {compressed}
        location / {{ proxy_pass http://127.0.0.1:{runner}; }}
    }}
}}
"
    )
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
