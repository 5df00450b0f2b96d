//! The runtime of a generated client, and the optional parts of it.

use crate::table::{Inside, Layer, folder, layer};

/// The order of its folders.
pub const TABLE: Inside = Inside::Ordered(&RUNTIME);

const RUNTIME: [Layer; 27] = [
    layer("api"),
    layer("observer"),
    layer("mode"),
    layer("executor"),
    layer("worker"),
    layer("text"),
    folder("json", &JSON),
    layer("secret"),
    layer("time"),
    layer("transport"),
    layer("encoding"),
    folder(
        "policy",
        &[layer("clock"), layer("retry_after"), layer("rate_limit"), layer("retry_budget"), layer("retry"), layer("throttle")],
    ),
    layer("error"),
    folder(
        "connection",
        &[
            layer("origin"),
            layer("keep_alive"),
            layer("stream"),
            folder(
                "proxy",
                &[
                    layer("host"),
                    layer("address"),
                    layer("no_proxy"),
                    layer("env"),
                    layer("setting"),
                    layer("proxies"),
                    layer("tunnel"),
                    layer("socks"),
                ],
            ),
            layer("tls"),
            layer("dial"),
            layer("connector"),
            layer("request_body"),
            layer("judge"),
            layer("pool"),
            layer("exchange"),
            layer("incoming"),
            layer("http_transport"),
            layer("builder"),
        ],
    ),
    layer("log"),
    layer("hooks"),
    layer("client"),
    layer("body"),
    layer("request"),
    layer("response"),
    layer("send"),
    layer("paging"),
    layer("call"),
    layer("blocking"),
    folder("xml", &[layer("convert")]),
    layer("mod"),
    layer("exports"),
];

/// What values are read from, then values, then structs of values, then whole bodies.
const JSON: [Layer; 6] = [
    folder(
        "input",
        &[
            layer("kind"),
            layer("path"),
            layer("raw"),
            layer("tokens"),
            layer("exact"),
            layer("repair"),
            layer("mismatch"),
            layer("recorder"),
            layer("drift_recorder"),
            layer("extra_store"),
            layer("extra"),
            layer("source"),
            layer("extra_builder"),
        ],
    ),
    folder(
        "read",
        &[
            layer("reading"),
            layer("visitor"),
            layer("deserialize"),
            layer("scalar"),
            layer("enums"),
            layer("string_enum"),
            layer("int_enum"),
            layer("maybe"),
            layer("union"),
            layer("list"),
            layer("bytes"),
        ],
    ),
    folder("object", &[layer("object_writer"), layer("field_reader"), layer("definition"), layer("table")]),
    layer("decode"),
    layer("body_format"),
    folder("strict", &[layer("error"), layer("similar"), layer("recorder"), layer("exactness")]),
];
