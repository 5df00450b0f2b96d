//! Many callers on one client, and a server that fails now and then: what must hold, and what it comes to.

mod changing_list;
#[cfg(all(feature = "http2", feature = "rustls"))]
mod http2;
mod server;
#[cfg(feature = "rustls")]
mod tls;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tallyfy::types::{CreateGroupInput, UpdateGroupInput};
use tallyfy::{Client, ClientBuilder, Delivery, Error, Retry, Throttle};
use tokio::task::LocalSet;

use self::server::Server;

/// How many callers there are at a time.
pub const CALLERS: usize = 64;

/// How much the memory may grow from a quarter of the run to its end, in KiB: what allocators and threads keep in reserve.
/// In a minute, a hundred bytes lost with each call come to more.
const GROWTH: u64 = 8 * 1024;

/// How long an attempt may take: a refusal whose body does not come takes as long.
const TIMEOUT: Duration = Duration::from_millis(500);

/// What is spoken.
#[allow(dead_code, reason = "each program uses its part")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// HTTP/1.1 without TLS.
    Plain,
    /// HTTP/1.1 over TLS.
    #[cfg(feature = "rustls")]
    Tls,
    /// HTTP/2 over TLS.
    #[cfg(all(feature = "http2", feature = "rustls"))]
    Http2,
}

impl Wire {
    /// Sets the transport of a client, if it is not the default one.
    fn set_transport(self, client: ClientBuilder) -> ClientBuilder {
        match self {
            Self::Plain => client,
            // The server decides which protocol it is.
            #[cfg(feature = "rustls")]
            _ => client.transport(tls::transport()),
        }
    }

    /// The most connections that a run opens with so many faults. Each fault may cost the connection that it happens on, and those
    /// that are idle then; all calls over HTTP/2 share one, which the server ends now and then.
    fn most_connections(self, figures: &Figures) -> u64 {
        match self {
            #[cfg(all(feature = "http2", feature = "rustls"))]
            Self::Http2 => 10 + 2 * figures.requests / http2::REQUESTS_PER_CONNECTION,
            _ => CALLERS as u64 + 2 * figures.faults,
        }
    }
}

/// How much later a request may come to the server than it was sent: the machine may be busy.
const DELAY: Duration = Duration::from_millis(100);

/// What the callers allow themselves.
#[derive(Clone, Copy)]
pub struct Limit {
    /// Requests in a second.
    pub rate: u32,
    pub burst: u32,
    pub in_flight: u32,
}

impl Limit {
    fn throttle(self) -> Throttle {
        Throttle::default().rate(self.rate, Duration::from_secs(1)).burst(self.burst).in_flight(self.in_flight)
    }

    /// Says where more requests came than it allows.
    fn violations(self, arrivals: &[Instant]) -> impl Iterator<Item = String> {
        let most = move |time: Duration| f64::from(self.burst) + f64::from(self.rate) * (time + DELAY).as_secs_f64();
        arrivals.iter().enumerate().filter_map(move |(first, from)| {
            let mut windows = arrivals.iter().enumerate().skip(first).map(|(last, to)| (last - first + 1, *to - *from));
            let (number, time) = windows.find(|(number, time)| *number as f64 > most(*time))?;
            Some(format!("{number} requests in {time:?}"))
        })
    }
}

/// What a run came to.
#[derive(Default)]
pub struct Figures {
    /// Calls that succeeded.
    pub succeeded: u64,
    /// Writes that failed, as they must: nobody can know whether a repeat would be the second one.
    pub failed_writes: u64,
    /// Walks along lists that lost items meanwhile.
    pub walks: u64,
    /// Walks that said that they could not be complete.
    pub incomplete: u64,
    /// Connections that were opened.
    pub connections: u64,
    /// Requests that came to the server.
    pub requests: u64,
    /// Requests in which something went wrong on purpose.
    pub faults: u64,
    /// The most requests that the server was answering at the same time.
    pub most_in_flight: u64,
    /// How long it took.
    pub time: Duration,
    /// The process's memory in KiB after a quarter of the run, and at its end; `None` where it cannot be known.
    pub memory: Option<(u64, u64)>,
    /// What must not be, and was.
    pub broken: Vec<String>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = self.succeeded + self.failed_writes;
        writeln!(
            f,
            "{calls} calls by {CALLERS} callers in {:.1} s: {:.0} a second",
            self.time.as_secs_f64(),
            calls as f64 / self.time.as_secs_f64()
        )?;
        writeln!(f, "{} requests over {} connections, {} at the same time", self.requests, self.connections, self.most_in_flight)?;
        writeln!(f, "{} requests with a fault", self.faults)?;
        writeln!(f, "{} calls succeeded, {} writes ended with an error", self.succeeded, self.failed_writes)?;
        writeln!(f, "{} walks along lists that lost items, {} of them ended as incomplete", self.walks, self.incomplete)?;
        if let Some((early, late)) = self.memory {
            let allowed = early + GROWTH;
            writeln!(f, "memory: {early} KiB after a quarter, {late} KiB at the end; flat up to {allowed} KiB")?;
        }
        writeln!(f, "{} promises broken", self.broken.len())?;
        self.broken.iter().try_for_each(|broken| writeln!(f, "  {broken}"))
    }
}

struct Run {
    server: Server,
    client: Client,
    calls: usize,
    /// When a quarter of the time is over, and when no further call begins.
    times: Option<(Instant, Instant)>,
    begun: RefCell<usize>,
    figures: RefCell<Figures>,
}

/// Makes so many calls, or as many of them as are begun within the time, under a limit or without one.
pub fn run(wire: Wire, calls: usize, time: Option<Duration>, limit: Option<Limit>) -> Figures {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = Server::start(wire, calls);
    let retry = Retry::default().retries(8).backoff(Duration::from_millis(2), Duration::from_millis(50));
    let builder = Client::builder().base_url(server.url()).token("token").org_id("acme").retry(retry).timeout(TIMEOUT);
    let builder = limit.into_iter().fold(builder, |builder, limit| builder.throttle(limit.throttle()));
    let client = wire.set_transport(builder).build().expect("all is given");
    let start = Instant::now();
    let run = Rc::new(Run {
        server,
        client,
        calls,
        times: time.map(|time| (start + time / 4, start + time)),
        begun: RefCell::default(),
        figures: RefCell::default(),
    });
    let callers = LocalSet::new();
    for _ in 0..CALLERS {
        callers.spawn_local(caller(run.clone()));
    }
    runtime.block_on(callers);
    let mut figures = run.figures.take();
    (figures.requests, figures.faults) = run.server.requests();
    figures.connections = run.server.connections();
    let most = wire.most_connections(&figures);
    if figures.connections > most {
        figures.broken.push(format!("{} connections were opened, and {most} are enough", figures.connections));
    }
    figures.time = start.elapsed();
    figures.most_in_flight = run.server.most_in_flight();
    if let Some(limit) = limit {
        figures.broken.extend(limit.violations(&run.server.arrivals()).take(3));
        if figures.most_in_flight > limit.in_flight.into() {
            figures.broken.push(format!("{} requests were in flight", figures.most_in_flight));
        }
    }
    figures.memory = figures.memory.and_then(|(early, _)| Some((early, memory()?)));
    if let Some((early, late)) = figures.memory.filter(|(early, late)| *late > early + GROWTH) {
        figures.broken.push(format!("the memory grew by {} KiB", late - early));
    }
    figures
}

async fn caller(run: Rc<Run>) {
    loop {
        let number = run.begun.replace_with(|begun| *begun + 1);
        if number >= run.calls || run.times.is_some_and(|(_, end)| Instant::now() >= end) {
            return;
        }
        run.look_at_memory(number);
        match number % 4 {
            1 if number % 32 == 1 => run.walk(number).await,
            0 | 1 => run.read(number).await,
            2 => run.replace().await,
            _ => run.write(number).await,
        }
    }
}

impl Run {
    /// Notes the memory once, when a quarter of the run is over and everything has been used.
    fn look_at_memory(&self, number: usize) {
        let over = match self.times {
            Some((quarter, _)) => Instant::now() >= quarter,
            None => number * 4 >= self.calls,
        };
        let mut figures = self.figures.borrow_mut();
        if over && figures.memory.is_none() {
            figures.memory = memory().map(|memory| (memory, memory));
        }
    }

    /// A read succeeds, however often it has to be sent.
    async fn read(&self, number: usize) {
        if number % 8 == 0 {
            let groups = self.client.groups().list().await.map(|page| page.items.len());
            self.ended(groups, |groups| (*groups != 20).then(|| format!("a list of {groups} groups, not 20")));
        } else {
            let group = self.client.groups().get("g1").await;
            self.ended(group, |group| (group.members.as_deref() != Some(&[1001, 1005, 1008])).then(|| format!("half a group: {group:?}")));
        }
    }

    /// A walk returns each item that was there all the time once, or says that it cannot.
    async fn walk(&self, number: usize) {
        let search = format!("walk-{number}");
        let walked = self.client.groups().list().q(&search).stream().collect().await;
        let expected = self.server.end_of_list(&search);
        let mut figures = self.figures.borrow_mut();
        figures.walks += 1;
        match walked {
            Ok(groups) => {
                figures.succeeded += 1;
                let mut found: HashMap<&str, usize> = HashMap::new();
                groups.iter().for_each(|group| *found.entry(&group.id).or_default() += 1);
                let doubled = found.values().filter(|times| **times > 1).count();
                let lost = expected.iter().filter(|id| !found.contains_key(id.as_str())).count();
                if (doubled, lost) != (0, 0) {
                    figures.broken.push(format!("{search}: {doubled} items came twice, {lost} were lost"));
                }
            }
            Err(Error::Incomplete(_)) => {
                figures.succeeded += 1;
                figures.incomplete += 1;
            }
            Err(error) => figures.broken.push(format!("a walk was lost: {error:?}")),
        }
    }

    /// A write that may be repeated succeeds as a read does.
    async fn replace(&self) {
        let group = self.client.groups().update("g1", &UpdateGroupInput::new().members([])).await;
        self.ended(group, |_| None);
    }

    /// Any other write is carried out once at the most, and its outcome says what is known of it.
    async fn write(&self, number: usize) {
        let created = self.client.groups().create(&CreateGroupInput::new(number.to_string())).await;
        let times = self.server.carried_out(number);
        let expected = match &created {
            Ok(_) => 1..=1,
            Err(error) => match error.delivery() {
                Delivery::NeverSent | Delivery::Refused => 0..=0,
                Delivery::Done => 1..=1,
                _ => 0..=1,
            },
        };
        let mut figures = self.figures.borrow_mut();
        if !expected.contains(&times) {
            figures.broken.push(format!("write {number} was carried out {times} times, and the client says {created:?}"));
        }
        match created {
            Ok(_) => figures.succeeded += 1,
            Err(_) => figures.failed_writes += 1,
        }
    }

    fn ended<T>(&self, result: Result<T, Error>, wrong: impl Fn(&T) -> Option<String>) {
        let mut figures = self.figures.borrow_mut();
        match result {
            Ok(value) => {
                figures.succeeded += 1;
                figures.broken.extend(wrong(&value));
            }
            Err(error) => figures.broken.push(format!("a call was lost: {error:?}")),
        }
    }
}

/// The memory of this process in KiB, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
}
