//! An exporter that sends its spans through the connections of this client: what it does itself makes no spans.

#[path = "server.rs"]
mod server;

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use tallyfy::{Client, Method};
use tokio::runtime::{Handle, Runtime};
use tracing_subscriber::layer::SubscriberExt;

use self::server::{Server, status};

/// Sends the names of spans in a request for each batch.
#[derive(Debug)]
struct Exporter {
    client: Client,
    runtime: Handle,
    exported: Arc<AtomicUsize>,
}

impl SpanExporter for Exporter {
    fn export(&self, batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        self.exported.fetch_add(batch.len(), Ordering::SeqCst);
        let names: Vec<_> = batch.iter().map(|span| span.name.to_string()).collect();
        let call = self.client.request(Method::POST, "/v1/traces").body_as("text/plain", names.join("\n"));
        let (runtime, mut sending) = (self.runtime.clone(), call.into_future());
        async move {
            // The thread of the SDK is no runtime's.
            poll_fn(|context| {
                let _entered = runtime.enter();
                std::pin::Pin::new(&mut sending).poll(context)
            })
            .await
            .expect("answered");
            Ok(())
        }
    }
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).org_id("acme").token("token").build().expect("all is given")
}

#[test]
fn what_is_exported_does_not_grow_by_exporting() {
    let (collector, api, runtime) = (Server::start([status(200)]), Server::start([status(200)]), Runtime::new().expect("a runtime"));
    let exported = Arc::<AtomicUsize>::default();
    let exporter = Exporter { client: client(&collector), runtime: runtime.handle().clone(), exported: exported.clone() };
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("tests"));
    // Without a filter, everything down to `TRACE` is collected, on all threads.
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer)).expect("it is the first one");
    let tallyfy = client(&api);
    for _ in 0..5 {
        runtime.block_on(async { tallyfy.request(Method::GET, "/things").await }).expect("answered");
    }
    for _ in 0..3 {
        provider.force_flush().expect("exported");
    }
    provider.shutdown().expect("exported");
    // A span for each call, and one for its attempt.
    assert_eq!(exported.load(Ordering::SeqCst), 10);
    assert!(collector.headers("traceparent").iter().all(Option::is_none));
    assert_eq!(api.headers("traceparent").iter().flatten().count(), 5);
}
