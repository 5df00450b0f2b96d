//! What a system has only so many of: ports, and open files.

use tallyfy::{Delivery, Method};

use super::lookups::may_unshare;
use crate::Test;
use crate::calls::{block_on, check, client, direct, post, send};
use crate::child::Child;
use crate::peers::origin;
use crate::servers::nginx::Nginx;
use crate::servers::{IP, NGINX, UNSHARE, free_address};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("names::no_free_port_is_tried_again", &[UNSHARE, IP], no_free_port_is_tried_again)
            .if_there(may_unshare(), "namespaces of ordinary users"),
        Test::new("names::a_local_address_that_is_not_ours", &[], a_local_address_that_is_not_ours),
        Test::new("names::too_many_open_files_is_tried_again", &[], too_many_open_files_is_tried_again),
        Test::new("names::ten_thousand_calls_share_one_connection", &[NGINX], ten_thousand_calls_share_one_connection),
    ]
}

fn no_free_port_is_tried_again() {
    // One port is left, and a listener has it.
    let script = "ip link set lo up && echo '40000 40000' > /proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"";
    let child = Child::within(&["unshare", "-Urn", "sh", "-c", script, "sh"]).listens("127.0.0.1:40000");
    let line = &child.get(&["http://127.0.0.1:9"]).calls[0];
    assert!(line.starts_with("NeverSent 3 ") && line.contains("no connection: no free local port"), "{line}");
}

fn a_local_address_that_is_not_ours() {
    let error = post(&format!("http://{}", free_address()), direct().local_address([192, 0, 2, 1])).expect_err("it is not ours");
    check(&error, Delivery::NeverSent, 3, &["no connection", "no free local port, or no such local address"]);
}

fn too_many_open_files_is_tried_again() {
    let server = origin();
    let child = Child::within(&["sh", "-c", "ulimit -n 32 && exec \"$@\"", "sh"]).opens_files();
    let line = &child.get(&[&server.url()]).calls[0];
    assert!(line.starts_with("NeverSent 3 ") && line.contains("no connection: too many open files"), "{line}");
}

fn ten_thousand_calls_share_one_connection() {
    let nginx = Nginx::start("keepalive_requests 1000000; location / { return 200 '[]'; }");
    let client = client(&nginx.url("http", "127.0.0.1"), direct());
    block_on(async {
        for _ in 0..10_000 {
            send(&client.clone(), Method::GET).await.expect("nginx answers");
        }
    });
    let requests = nginx.requests(10_000);
    let connection = |line: &String| line.rsplit_once('|').map(|(_, number)| number.to_owned());
    assert!(requests.iter().all(|line| connection(line) == connection(&requests[0])), "there were several connections");
}
