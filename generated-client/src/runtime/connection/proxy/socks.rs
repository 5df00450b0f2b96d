//! Tunnels through SOCKS5 proxies (RFC 1928, RFC 1929).

use std::net::IpAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::tunnel::proxy_error;
use crate::runtime::connection::stream::Stream;
use crate::runtime::transport::TransportError;

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const CONNECT: u8 = 1;
const IS_IPV4: u8 = 1;
const IS_NAME: u8 = 3;
const IS_IPV6: u8 = 4;

/// Where a tunnel leads.
pub(in crate::runtime::connection) enum Destination<'a> {
    Address(IpAddr),
    /// The proxy looks it up.
    Name(&'a str),
}

/// Opens a tunnel.
pub(in crate::runtime::connection) async fn socks(
    mut stream: Stream,
    proxy: &str,
    destination: Destination<'_>,
    port: u16,
    credentials: Option<(&str, &str)>,
) -> Result<Stream, TransportError> {
    let failed = |error: std::io::Error| proxy_error(proxy, &format!("the proxy closed the connection ({error})"));
    let methods: &[u8] = if credentials.is_some() { &[NO_AUTHENTICATION, USER_AND_PASSWORD] } else { &[NO_AUTHENTICATION] };
    let mut greeting = vec![VERSION, byte(methods.len())];
    greeting.extend_from_slice(methods);
    send(&mut stream, &greeting).await.map_err(failed)?;
    let [version, method] = read(&mut stream).await.map_err(failed)?;
    if version != VERSION {
        return Err(proxy_error(proxy, "it is not a SOCKS5 proxy").permanent());
    }
    match (method, credentials) {
        (NO_AUTHENTICATION, _) => {}
        (USER_AND_PASSWORD, Some((user, password))) => {
            let mut message = vec![1, byte(user.len())];
            message.extend_from_slice(user.as_bytes());
            message.push(byte(password.len()));
            message.extend_from_slice(password.as_bytes());
            send(&mut stream, &message).await.map_err(failed)?;
            let [_, status] = read(&mut stream).await.map_err(failed)?;
            if status != 0 {
                return Err(proxy_error(proxy, "the proxy refused the user or the password").permanent());
            }
        }
        _ => return Err(proxy_error(proxy, "the proxy asks for credentials of another kind, or for some").permanent()),
    }
    send(&mut stream, &connect_request(&destination, port, proxy)?).await.map_err(failed)?;
    read_response(&mut stream, proxy).await?;
    Ok(stream)
}

fn connect_request(destination: &Destination<'_>, port: u16, proxy: &str) -> Result<Vec<u8>, TransportError> {
    let mut request = vec![VERSION, CONNECT, 0];
    match destination {
        Destination::Address(IpAddr::V4(address)) => {
            request.push(IS_IPV4);
            request.extend_from_slice(&address.octets());
        }
        Destination::Address(IpAddr::V6(address)) => {
            request.push(IS_IPV6);
            request.extend_from_slice(&address.octets());
        }
        Destination::Name(name) if name.len() > 255 => {
            return Err(proxy_error(proxy, "the name of the host is too long for SOCKS").permanent());
        }
        Destination::Name(name) => {
            request.extend_from_slice(&[IS_NAME, byte(name.len())]);
            request.extend_from_slice(name.as_bytes());
        }
    }
    request.extend_from_slice(&port.to_be_bytes());
    Ok(request)
}

/// Reads the response to a `CONNECT`, with the address that the proxy uses, which does not matter here.
async fn read_response(stream: &mut Stream, proxy: &str) -> Result<(), TransportError> {
    let failed = |error: std::io::Error| proxy_error(proxy, &format!("the proxy closed the connection ({error})"));
    let [version, code, _, kind] = read(stream).await.map_err(failed)?;
    if version != VERSION {
        return Err(proxy_error(proxy, "it is not a SOCKS5 proxy").permanent());
    }
    let (text, is_final) = match code {
        0 => ("", false),
        1 => ("a general failure", false),
        2 => ("its rules do not allow the connection", true),
        3 => ("the network is unreachable", false),
        4 => ("the host is unreachable", false),
        5 => ("the host refused the connection", false),
        6 => ("the time to live has passed", false),
        7 => ("it does not know the command", true),
        8 => ("it does not know the kind of address", true),
        _ => ("an unknown failure", false),
    };
    if code != 0 {
        let error = proxy_error(proxy, &format!("the proxy could not connect: {text} (code {code})"));
        return Err(if is_final { error.permanent() } else { error });
    }
    let size = match kind {
        IS_IPV4 => 4,
        IS_IPV6 => 16,
        _ => usize::from(stream.read_u8().await.map_err(failed)?),
    };
    let mut address = vec![0; size + 2];
    stream.read_exact(&mut address).await.map_err(failed)?;
    Ok(())
}

async fn send(stream: &mut Stream, bytes: &[u8]) -> std::io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

async fn read<const N: usize>(stream: &mut Stream) -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// A length, which is checked before.
fn byte(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}
