//! SOCKS proxies: microsocks, and dante.

use std::net::SocketAddr;

use super::{DANTE, Folder, MICROSOCKS, Running, free_address, shown};

pub struct Socks {
    _folder: Folder,
    pub address: SocketAddr,
    _running: Running,
}

impl Socks {
    /// Starts microsocks, with a user and a password if they are given.
    pub fn micro(user_and_password: Option<(&str, &str)>) -> Self {
        let address = free_address();
        let mut command = MICROSOCKS.command();
        command.args(["-i", "127.0.0.1", "-p", &address.port().to_string()]);
        if let Some((user, password)) = user_and_password {
            command.args(["-u", user, "-P", password]);
        }
        Self { _folder: Folder::new(), address, _running: Running::listening(&mut command, address) }
    }

    /// Starts dante, without authentication.
    pub fn dante() -> Self {
        let (folder, address) = (Folder::new(), free_address());
        let config = format!(
            "logoutput: {}\ninternal: 127.0.0.1 port = {}\nexternal: lo\nsocksmethod: none\nclientmethod: none\n\
             client pass {{ from: 0/0 to: 0/0 }}\nsocks pass {{ from: 0/0 to: 0/0 }}\n",
            shown(&folder.path("log")),
            address.port()
        );
        let config = folder.write("danted.conf", config);
        let pid = shown(&folder.path("pid"));
        let running = Running::listening(DANTE.command().args(["-f", &shown(&config), "-p", &pid]), address);
        Self { _folder: folder, address, _running: running }
    }
}
