//! Certificates, made anew for each test by the command of OpenSSL.

use std::path::PathBuf;

use super::{Folder, OPENSSL, shown};

/// A certificate and its key, as PEM files.
#[derive(Debug, Clone)]
pub struct Pair {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Pair {
    pub fn certificate_text(&self) -> String {
        std::fs::read_to_string(&self.certificate).expect("it was made")
    }

    pub fn key_text(&self) -> String {
        std::fs::read_to_string(&self.key).expect("it was made")
    }
}

/// What a certificate is like.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub common_name: &'a str,
    /// Such as `DNS:a.test,IP:127.0.0.1`; there is none if it is empty.
    pub names: &'a str,
    pub is_authority: bool,
    pub has_ended: bool,
    pub rsa: bool,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self { common_name: "test", names: "", is_authority: false, has_ended: false, rsa: false }
    }
}

const CONFIG: &str = "[req]
distinguished_name = names
[names]
[ca]
default_ca = own
[own]
database = FOLDER/index
new_certs_dir = FOLDER
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 30
copy_extensions = copy
policy = any
[any]
commonName = supplied
";

/// Makes a certificate, signed by an issuer or else by itself.
pub fn make(folder: &Folder, file: &str, wanted: Wanted<'_>, issuer: Option<&Pair>) -> Pair {
    let pair = Pair { certificate: folder.path(&format!("{file}.pem")), key: folder.path(&format!("{file}.key")) };
    // Nothing is written down of what was signed before.
    folder.write("index", "");
    let config = folder.write("openssl.cnf", CONFIG.replace("FOLDER", &shown(&folder.path(""))));
    let request = shown(&folder.path(&format!("{file}.csr")));
    let (config, key, certificate) = (shown(&config), shown(&pair.key), shown(&pair.certificate));
    let algorithm: &[&str] = match wanted.rsa {
        true => &["-newkey", "rsa:2048"],
        false => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    };
    let subject = format!("/CN={}", wanted.common_name);
    let names = format!("subjectAltName={}", wanted.names);
    let mut args = vec!["req", "-new", "-nodes", "-config", &config, "-keyout", &key, "-out", &request, "-subj", &subject];
    args.extend_from_slice(algorithm);
    args.extend(["-addext", if wanted.is_authority { "basicConstraints=critical,CA:TRUE" } else { "basicConstraints=CA:FALSE" }]);
    if !wanted.names.is_empty() {
        args.extend(["-addext", &names]);
    }
    run(&args);
    let issuer = issuer.map(|issuer| (shown(&issuer.certificate), shown(&issuer.key)));
    let mut args = vec!["ca", "-batch", "-notext", "-config", &config, "-in", &request, "-out", &certificate, "-keyfile"];
    match &issuer {
        Some((certificate, key)) => args.extend([key, "-cert", certificate]),
        None => args.extend([&key, "-selfsign"]),
    }
    if wanted.has_ended {
        args.extend(["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"]);
    }
    run(&args);
    pair
}

/// Makes a root certificate.
pub fn authority(folder: &Folder, name: &str) -> Pair {
    make(folder, name, Wanted { common_name: name, is_authority: true, ..Wanted::default() }, None)
}

/// Makes a certificate for a server, with an issuer.
pub fn server(folder: &Folder, file: &str, names: &str, issuer: &Pair) -> Pair {
    make(folder, file, Wanted { common_name: "server", names, ..Wanted::default() }, Some(issuer))
}

/// Runs the command, which has to succeed.
pub fn run(args: &[&str]) {
    let output = OPENSSL.command().args(args).stderr(std::process::Stdio::piped()).output().expect("openssl runs");
    assert!(output.status.success(), "openssl {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr));
}
