//! The targets that a proxy is not used for.

use std::net::IpAddr;

use super::host::{Host, host_and_port};

/// A list in the form of `NO_PROXY`.
///
/// | entry | targets |
/// |---|---|
/// | `*` | all, also beside other entries |
/// | `example.com`, `.example.com`, `*.example.com` | the name and all its subdomains |
/// | `example.com:8080` | the same, on this port only |
/// | `192.0.2.1`, `::1`, `[::1]`, `[::1]:8080` | the address, in any notation |
/// | `10.0.0.0/8`, `fd07::/64` | the addresses of the network |
///
/// Case does not matter, and neither does a dot at the end. Only addresses in the URL are compared: no name is looked up.
/// An IPv4 address that is written as an IPv6 address is the same address.
#[derive(Debug, Clone, Default)]
pub(crate) struct NoProxy {
    entries: Vec<Entry>,
    /// The entries that could not be read, by their number in the list.
    pub skipped: Vec<usize>,
}

/// One entry: a target has to match both parts.
#[derive(Debug, Clone)]
struct Entry {
    hosts: Hosts,
    /// Every port, if there is none.
    port: Option<u16>,
}

/// The hosts of an entry.
#[derive(Debug, Clone)]
enum Hosts {
    /// Every name and every address.
    All,
    /// A name and its subdomains, in lower case, without dots at either end.
    Domain(String),
    /// Literal addresses.
    Network(Network),
}

impl NoProxy {
    /// Reads a list that is separated by commas, blanks, or both. What cannot be read is skipped, and noted.
    pub(crate) fn parse(list: &str) -> Self {
        let mut no_proxy = Self::default();
        let texts = list.split(|letter: char| letter == ',' || letter.is_whitespace()).filter(|text| !text.is_empty());
        for (text, number) in texts.zip(1..) {
            match Entry::parse(text) {
                Some(entry) => no_proxy.entries.push(entry),
                None => no_proxy.skipped.push(number),
            }
        }
        no_proxy
    }

    /// Adds another list.
    pub(super) fn add(&mut self, other: Self) {
        self.entries.extend(other.entries);
        self.skipped.extend(other.skipped);
    }

    /// Returns whether no target is left for the proxy.
    pub(super) fn has_all(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.hosts, Hosts::All))
    }

    /// Returns whether a target is in the list. An IPv6 address may be in brackets.
    pub(crate) fn matches(&self, host: &str, port: u16) -> bool {
        let inside = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let name = inside.unwrap_or(host).trim_end_matches('.').to_ascii_lowercase();
        let address = name.parse().ok();
        self.entries.iter().any(|entry| entry.port.is_none_or(|own| own == port) && entry.hosts.include(&name, address))
    }
}

impl Entry {
    /// Reads an entry, if it can be read.
    fn parse(text: &str) -> Option<Self> {
        let whole = |hosts| Some(Self { hosts, port: None });
        if text == "*" {
            return whole(Hosts::All);
        }
        if let Some((address, prefix)) = text.split_once('/') {
            return whole(Hosts::Network(Network::parse(address, prefix)?));
        }
        // Before the port: an IPv6 address without brackets has none.
        if let Ok(address) = text.parse::<IpAddr>() {
            return whole(Hosts::Network(Network::of(address)));
        }
        let domain = text.strip_prefix("*.").or_else(|| text.strip_prefix('.'));
        let (host, port) = host_and_port(domain.unwrap_or(text)).ok()?;
        let hosts = match host {
            Host::Name(name) => Hosts::Domain(name.trim_end_matches('.').to_owned()),
            Host::Ip(address) if domain.is_none() => Hosts::Network(Network::of(address)),
            // An address has no subdomains.
            Host::Ip(_) => return None,
        };
        Some(Self { hosts, port })
    }
}

impl Hosts {
    /// Returns whether a target is one of these: its name in lower case, and its address if the name is one.
    fn include(&self, name: &str, address: Option<IpAddr>) -> bool {
        match self {
            Self::All => true,
            // `0.0.1` is no domain of 127.0.0.1.
            Self::Domain(_) if address.is_some() => false,
            Self::Domain(domain) => name.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
            Self::Network(network) => address.is_some_and(|address| network.contains(address)),
        }
    }
}

/// The bits before an IPv4 address that is written as an IPv6 address.
const BEFORE_IPV4: u32 = 96;

/// Addresses that begin with the same bits. All are kept as IPv6 addresses, so that both notations of an IPv4 address are
/// equal.
#[derive(Debug, Clone, Copy)]
struct Network {
    /// Those of any address of the network.
    bits: u128,
    /// How many of the bits count.
    prefix: u32,
}

impl Network {
    /// Returns the network of a single address.
    fn of(address: IpAddr) -> Self {
        Self { bits: bits(address), prefix: u128::BITS }
    }

    /// Reads `address/prefix`. The bits after the prefix do not matter: `::1/64` is the network of `::1`.
    fn parse(address: &str, prefix: &str) -> Option<Self> {
        let address: IpAddr = address.parse().ok()?;
        let before = if address.is_ipv4() { BEFORE_IPV4 } else { 0 };
        let is_number = prefix.bytes().all(|digit| digit.is_ascii_digit());
        let prefix = prefix.parse::<u32>().ok().filter(|prefix| is_number && *prefix <= u128::BITS - before)?;
        Some(Self { bits: bits(address), prefix: prefix + before })
    }

    /// Returns whether an address is in the network.
    fn contains(self, address: IpAddr) -> bool {
        // A network of IPv6 addresses, such as `::/0`, has no IPv4 addresses.
        let is_family = address.is_ipv6() || self.prefix >= BEFORE_IPV4;
        // A shift by all bits, for a prefix of 0, leaves none.
        is_family && (self.bits ^ bits(address)).checked_shr(u128::BITS - self.prefix).unwrap_or(0) == 0
    }
}

/// Returns the bits of an address as an IPv6 address.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}
