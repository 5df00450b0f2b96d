//! With the feature `blocking`: the same client for programs without `async`.
//!
//! A [`Client`] has the resources, the operations and the setters of the other one: they are the same types, with
//! [`Blocking`](crate::runtime::Blocking) as their mode. What is awaited there is sent here by `send`, which returns when the response is there:
//!
//! | with a [`crate::Client`] | with this one |
//! |---|---|
//! | `call.await?` | `call.send()?` |
//! | `call.with_response().await?` | `call.with_response().send()?` |
//! | `list.stream()`, `list.pages()` | `list.items()`, `list.pages()`: iterators |
//! | `watch.stream()` of one response | `watch.items()`: an iterator |
//! | `call.download().await?` | `call.download().send()?`: an [`io::Read`](std::io::Read) |
//! | `File::from_stream(name, length, stream)` | `File::from_reader(name, length, reader)` |
//!
//! # In asynchronous code
//!
//! Calls work everywhere, also within a runtime, and hold up the thread that they are made on: whatever else a task shares it
//! with stands still meanwhile. In asynchronous code, use the asynchronous client, or move the work to a thread that may wait:
//! `tokio::task::spawn_blocking`. Clients, iterators and downloads can be dropped everywhere.
//!
//! # What it costs
//!
//! One thread for a client and all its clones, which starts with the first call, waits for their sockets and timers, and ends
//! after the last of the clones, calls, iterators and downloads. Names are looked up, and files and readers are read, on threads
//! beside it, which end with it or after ten idle seconds. Connections are shared by the clones of a client, and not with other
//! clients. Nothing of this is compiled without the feature, which brings no other crate.
//!
//! # What is the same
//!
//! Settings, callbacks and token providers are those of the other client. A provider is given a [`crate::Client`] and returns a
//! future. It is polled on the thread of the call, and may block: `|| async { Ok(read_the_token()) }`. A callback can make another
//! call with the same client, but for those of uploads, which may run on its thread: that call is an error, and waits for nothing.
//!
//! # Examples
//!
//! ```
//! use tallyfy::{Method, blocking};
//!
//! # struct Server;
//! # impl tallyfy::Transport for Server {
//! #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
//! #         let response = http::Response::new(tallyfy::Body::from(r#"{"name": "Ada"}"#));
//! #         Box::pin(async { Ok(response) })
//! #     }
//! # }
//! # let builder = blocking::Client::builder().transport(Server);
//! # let client = builder.base_url("https://api.example.com").build()?;
//! let user = client.request(Method::GET, "/users/{id}").path("id", 7).send()?;
//! assert_eq!(user["name"], "Ada");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
mod client;
mod download;
mod list;
mod read_only;

pub use self::client::Client;
pub(crate) use self::client::builder;
pub use self::download::{Download, DownloadCall};
pub use self::list::{Items, Pages, SequenceItems};
pub use self::read_only::ReadOnlyClient;
