//! The settings of HTTP/2 in the builder of the default transport.

use std::time::Duration;

use super::builder::HttpTransportBuilder;

/// With the feature `http2`: settings of HTTP/2, which is offered to every `https` server. Requests to one origin share a connection.
///
/// | setting | default |
/// |---|---|
/// | [`http1_only`](Self::http1_only) | no |
/// | [`http2_prior_knowledge`](Self::http2_prior_knowledge) | no |
/// | [`http2_initial_stream_window_size`](Self::http2_initial_stream_window_size) | 2 MiB |
/// | [`http2_max_header_list_size`](Self::http2_max_header_list_size) | 256 KiB |
/// | [`http2_keep_alive_interval`](Self::http2_keep_alive_interval) | none: no pings |
/// | [`http2_keep_alive_timeout`](Self::http2_keep_alive_timeout) | 20 seconds |
/// | [`http2_keep_alive_while_idle`](Self::http2_keep_alive_while_idle) | no |
impl HttpTransportBuilder {
    /// Speaks HTTP/1.1 only, whatever the server knows: for a build in which another crate has turned HTTP/2 on.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().http1_only();
    /// ```
    pub fn http1_only(mut self) -> Self {
        self.http2.is_off = true;
        self
    }

    /// Speaks HTTP/2 with `http` URLs, without asking whether the server knows it. With `https`, the TLS handshake decides.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().http2_prior_knowledge();
    /// ```
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http2.prior_knowledge = true;
        self
    }

    /// Sets how many bytes of a body the server may send before they are read. This bounds the memory of a response that nobody reads,
    /// and the speed of one: so many bytes in a round trip.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().http2_initial_stream_window_size(256 * 1024);
    /// ```
    pub fn http2_initial_stream_window_size(mut self, bytes: u32) -> Self {
        self.http2.stream_window = bytes;
        self
    }

    /// Sets the most bytes of the headers of a response, with 32 more for each of them. A response with more is an error.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().http2_max_header_list_size(64 * 1024);
    /// ```
    pub fn http2_max_header_list_size(mut self, bytes: u32) -> Self {
        self.http2.header_list_size = bytes;
        self
    }

    /// Asks the server in this interval whether it is still there (`PING`), while there are calls, or `None` for never. Less than
    /// 10 seconds count as 10: servers end connections that ask more often.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().http2_keep_alive_interval(Duration::from_secs(30));
    /// ```
    pub fn http2_keep_alive_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.http2.ping_interval = interval.into();
        self
    }

    /// Sets how long the answer to a ping may take. Then the connection is dead, and the calls on it fail with a timeout.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().http2_keep_alive_timeout(Duration::from_secs(5));
    /// ```
    pub fn http2_keep_alive_timeout(mut self, timeout: Duration) -> Self {
        self.http2.ping_timeout = timeout;
        self
    }

    /// Sends pings also while there are no calls.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder();
    /// let builder = builder.http2_keep_alive_interval(Duration::from_secs(30)).http2_keep_alive_while_idle(true);
    /// ```
    pub fn http2_keep_alive_while_idle(mut self, enabled: bool) -> Self {
        self.http2.pings_while_idle = enabled;
        self
    }
}
