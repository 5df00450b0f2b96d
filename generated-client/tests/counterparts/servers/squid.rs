//! squid, which asks for a password if it is told to.

use std::net::SocketAddr;
use std::path::Path;

use super::{Folder, OPENSSL, Running, SQUID, free_address, shown, wait_until};

pub struct Squid {
    folder: Folder,
    pub address: SocketAddr,
    _running: Running,
}

/// Where Debian puts the helper that reads passwords.
const HELPER: &str = "/usr/lib/squid/basic_ncsa_auth";

impl Squid {
    /// Starts one that denies the domain `denied.test`, and everything to those without the password, if there is one.
    pub fn start(user_and_password: Option<(&str, &str)>) -> Self {
        let (folder, address) = (Folder::new(), free_address());
        let access = match user_and_password {
            Some((user, password)) => {
                let passwords = folder.write("passwords", format!("{user}:{}\n", hashed(password)));
                format!(
                    "auth_param basic program {HELPER} {}\nauth_param basic children 1\nauth_param basic utf8 off\n\
                     acl known proxy_auth REQUIRED\nhttp_access allow known\n",
                    shown(&passwords)
                )
            }
            None => "acl denied dstdomain denied.test\nhttp_access deny denied\nhttp_access allow all\n".to_owned(),
        };
        let root = shown(&folder.path(""));
        let config = format!(
            "http_port {address}\n{access}http_access deny all\ncache deny all\naccess_log stdio:{root}access\ncache_log {root}cache\n\
             pid_filename none\ncoredump_dir {root}\nshutdown_lifetime 0 seconds\nvisible_hostname test\n\
             connect_retries 0\nconnect_timeout 3 seconds\npinger_enable off\nnetdb_filename none\nlogfile_rotate 0\n"
        );
        let config = folder.write("squid.conf", config);
        let running = Running::listening(SQUID.command().args(["-N", "-f", &shown(&config)]), address);
        Self { folder, address, _running: running }
    }

    /// Returns whether the helper for passwords is there.
    pub fn has_helper() -> bool {
        Path::new(HELPER).is_file()
    }

    /// Returns how many tunnels it was asked for, once there are so many.
    pub fn tunnels(&self, count: usize) -> usize {
        let asked = || self.folder.read("access").lines().filter(|line| line.contains(" CONNECT ")).count();
        assert!(wait_until(|| asked() >= count), "squid has logged {:?}", self.folder.read("access"));
        asked()
    }
}

fn hashed(password: &str) -> String {
    let output = OPENSSL.command().args(["passwd", "-apr1", password]).stdout(std::process::Stdio::piped()).output();
    String::from_utf8_lossy(&output.expect("openssl runs").stdout).trim().to_owned()
}
