//! nginx.

use std::net::SocketAddr;
use std::path::Path;

use super::certificates::Pair;
use super::{Folder, NGINX, Running, free_address, shown, wait_until};

pub struct Nginx {
    folder: Folder,
    pub address: SocketAddr,
    _running: Running,
}

/// What is written down of each request: the server's own facts, and the headers that hold secrets.
const LOG: &str = r#"log_format all '$request|$host|$http_host|$http_authorization|$http_proxy_authorization|$ssl_protocol|$ssl_server_name|$server_protocol|$ssl_client_s_dn|$connection';"#;

impl Nginx {
    /// Starts a server with what its block contains beside the address. `{}` in it stands for the address.
    pub fn start(inside: &str) -> Self {
        Self::with(&["{}"], inside)
    }

    /// Starts a server with one block for each address, in which `{}` stands for a free one.
    pub fn with(listens: &[&str], inside: &str) -> Self {
        let folder = Folder::new();
        let address = free_address();
        let fill = |text: &str| text.replace("{}", &address.to_string()).replace("{port}", &address.port().to_string());
        let listens: String = listens.iter().map(|listen| format!("listen {};\n", fill(listen))).collect();
        let root = shown(&folder.path(""));
        let config = format!(
            "daemon off; master_process off; pid {root}pid; error_log {root}error;
             events {{ worker_connections 256; }}
             http {{
                 {LOG}
                 access_log {root}access all;
                 client_body_temp_path {root}body; proxy_temp_path {root}proxy; fastcgi_temp_path {root}fastcgi;
                 uwsgi_temp_path {root}uwsgi; scgi_temp_path {root}scgi;
                 default_type application/json; ssl_protocols TLSv1.2 TLSv1.3;
                 server {{ {listens} {} }}
             }}",
            fill(inside)
        );
        let config = folder.write("nginx.conf", config);
        let mut command = NGINX.command();
        command.args(["-e", &shown(&folder.path("error")), "-c", &shown(&config)]);
        let running = Running::listening(&mut command, address);
        Self { folder, address, _running: running }
    }

    /// Starts one that answers `{}` to everything over TLS, with a certificate.
    pub fn tls(certificate: &Pair, more: &str) -> Self {
        Self::start_tls(&["{} ssl"], &certificate.certificate, &certificate.key, more)
    }

    pub fn start_tls(listens: &[&str], certificate: &Path, key: &Path, more: &str) -> Self {
        let inside = format!(
            "ssl_certificate {}; ssl_certificate_key {}; {more} location / {{ return 200 '{{}}'; }}",
            shown(certificate),
            shown(key)
        );
        // A block, not a place for the address.
        Self::with(listens, &inside.replace("'{}'", "'{ }'"))
    }

    /// Returns what was asked, once there are so many requests.
    pub fn requests(&self, count: usize) -> Vec<String> {
        let lines = || self.folder.read("access").lines().map(str::to_owned).collect::<Vec<_>>();
        assert!(wait_until(|| lines().len() >= count), "nginx has logged {:?}", lines());
        lines()
    }

    /// Returns its URL by a name that has to be resolved.
    pub fn url(&self, scheme: &str, host: &str) -> String {
        format!("{scheme}://{host}:{}", self.address.port())
    }
}
