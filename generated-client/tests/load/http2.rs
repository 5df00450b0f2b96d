//! HTTP/2 on the side of the server. What goes wrong, goes wrong on one stream; and each connection ends after a while, as those
//! of servers do.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use h2::server::{SendResponse, handshake};
use h2::{Reason, RecvStream};
use http::{HeaderValue, Request, Response};
use tokio_rustls::TlsAcceptor;

use super::server::{ANNOUNCED, Book, Fault};
use super::tls;

/// After so many requests, the server leaves.
pub const REQUESTS_PER_CONNECTION: u64 = 1000;

/// Speaks HTTP/2, on a runtime of its own.
pub fn serve(listener: TcpListener, book: &Arc<Book>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    listener.set_nonblocking(true).expect("it can be");
    let acceptor = TlsAcceptor::from(Arc::new(tls::config(&["h2"])));
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
        while let Ok((stream, _)) = listener.accept().await {
            book.connections.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(while_connected(acceptor.clone(), stream, book.clone()));
        }
    });
}

/// Answers what comes on a connection, until either side ends it.
async fn while_connected(acceptor: TlsAcceptor, stream: tokio::net::TcpStream, book: Arc<Book>) -> Option<()> {
    let mut connection = handshake(acceptor.accept(stream).await.ok()?).await.ok()?;
    let mut requests = 0;
    while let Some(Ok((request, respond))) = connection.accept().await {
        tokio::spawn(answer(request, respond, book.clone()));
        requests += 1;
        if requests == REQUESTS_PER_CONNECTION {
            connection.graceful_shutdown();
        }
    }
    Some(())
}

async fn answer(request: Request<RecvStream>, mut respond: SendResponse<Bytes>, book: Arc<Book>) -> Option<()> {
    let line = format!("{} {} ", request.method(), request.uri().path_and_query()?).to_ascii_lowercase();
    let mut body = request.into_body();
    let mut received = Vec::new();
    while let Some(piece) = body.data().await {
        let piece = piece.ok()?;
        body.flow_control().release_capacity(piece.len()).ok()?;
        received.extend_from_slice(&piece);
    }
    let (fault, content) = book.answer(&line, &received);
    book.answered();
    let head = |status: u16, length: u64| {
        let mut response = Response::new(());
        *response.status_mut() = status.try_into().expect("a status");
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        response.headers_mut().insert("content-length", length.into());
        response
    };
    let length = content.len() as u64;
    match fault {
        None => respond.send_response(head(200, length), false).ok()?.send_data(content.into(), true).ok(),
        Some(Fault::Unavailable) => respond.send_response(head(503, 0), true).ok().map(drop),
        Some(Fault::TooMany) => {
            let mut response = head(429, 0);
            response.headers_mut().insert("retry-after", HeaderValue::from_static("0"));
            respond.send_response(response, true).ok().map(drop)
        }
        Some(Fault::Broken) => respond.send_response(head(500, 0), true).ok().map(drop),
        Some(Fault::CutBefore) => {
            respond.send_reset(Reason::REFUSED_STREAM);
            Some(())
        }
        Some(Fault::CutAfter) => {
            respond.send_reset(Reason::INTERNAL_ERROR);
            Some(())
        }
        Some(Fault::Truncated) => {
            let mut stream = respond.send_response(head(200, length), false).ok()?;
            stream.send_data(content.as_bytes()[..content.len() - 5].to_vec().into(), false).ok()?;
            stream.send_reset(Reason::NO_ERROR);
            Some(())
        }
        Some(Fault::StalledRefusal) => {
            let mut stream = respond.send_response(head(503, 1000), false).ok()?;
            stream.send_data(Bytes::from_static(b"{"), false).ok()?;
            // Until the client has had enough of it.
            std::future::poll_fn(|context| stream.poll_reset(context)).await.ok().map(drop)
        }
        Some(Fault::Announced) => {
            let mut stream = respond.send_response(head(200, ANNOUNCED), false).ok()?;
            stream.send_data(Bytes::from_static(br#"{"data":"#), false).ok()?;
            stream.send_reset(Reason::CANCEL);
            Some(())
        }
    }
}
