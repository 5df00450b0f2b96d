//! The same of methods.

use std::time::Duration;

fn main() {
    let _ = tallyfy::Client::from_env(); // absent
    let _ = tallyfy::Client::builder().from_env(); // absent
    let _ = tallyfy::Client::builder().connect_timeout(Duration::ZERO); // absent
    let _ = tallyfy::File::from_path("file"); // absent
    let _ = tallyfy::Log::stderr(); // absent
    let _ = |download: tallyfy::Download| download.save("file"); // absent
    let _ = tallyfy::Client::builder().timeout(Duration::MAX);
    let _ = tallyfy::File::new("file", "content");
}
