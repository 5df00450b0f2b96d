//! Walks over lists whose items are deleted as they come, dropped after each number of polls.

use std::sync::{Arc, Mutex};

use serde_json::json as value;

use crate::api::{API, PAGES};
use crate::runtime::{Call, Client, ClientBuilder, Items, Method, Paged, Value};
use crate::support::service::{Service, dropped_after};

/// A list in pages of three, in memory or over a socket.
#[derive(Clone)]
struct List(Arc<Mutex<Vec<i64>>>);

impl List {
    fn service(&self) -> Service {
        let list = self.clone();
        Service::new(move |request| {
            let number: usize = request.target.rsplit("page=").next().and_then(|number| number.parse().ok()).unwrap_or(1);
            let alive = list.0.lock().expect("no panic").clone();
            let items: Vec<_> = alive.iter().skip((number - 1) * 3).take(3).map(|id| value!({ "id": id })).collect();
            let last = alive.len().div_ceil(3).max(1);
            let meta = value!({ "pagination": { "total": alive.len(), "current_page": number, "total_pages": last } });
            (200, value!({ "data": items, "meta": meta }).to_string())
        })
    }

    /// Walks on, and deletes each item that comes unless its number is even.
    async fn walk(&self, items: &mut Items<Value>, came: &mut Vec<i64>) {
        while let Some(item) = items.next().await {
            let id = item.expect("an item")["id"].as_i64().expect("a number");
            came.push(id);
            if id % 2 == 1 {
                self.0.lock().expect("no panic").retain(|other| *other != id);
            }
        }
    }
}

fn items(client: &Client, checked: bool, ahead: usize) -> Items<Value> {
    let call: Call<Paged<Value>> = client.call(Method::GET, "/things").paging(&PAGES).into();
    let items = call.stream().read_ahead(ahead);
    if checked { items.checked() } else { items }
}

/// Drops a walk after this many polls, and goes on: with the same stream, or with another one at its bookmark. Returns whether it ended
/// before.
async fn drop_and_go_on(builder: ClientBuilder, list: &List, polls: usize, (checked, ahead, anew): (bool, usize, bool)) -> bool {
    let client = builder.build().expect("all is given");
    let (mut walk, mut came) = (items(&client, checked, ahead), Vec::new());
    let ended = dropped_after(polls, list.walk(&mut walk, &mut came)).await.is_some();
    if anew {
        let kept = walk.bookmark().to_string();
        walk = items(&client, checked, ahead).resume(&kept.parse().expect("a bookmark"));
    }
    list.walk(&mut walk, &mut came).await;
    assert_eq!(came, (1..=11).collect::<Vec<_>>(), "checked: {checked}, {ahead} ahead, anew: {anew}, {polls} polls");
    ended
}

#[test]
fn a_walk_over_a_list_that_changes_goes_on_where_it_was_dropped() {
    let mut points = 0;
    for in_memory in [true, false] {
        for setup in [(false, 0, false), (false, 0, true), (false, 2, true), (true, 0, false), (true, 0, true)] {
            let ended = (0..2000).find(|polls| {
                let list = List(Arc::new(Mutex::new((1..=11).collect())));
                let service = list.service();
                let builder = ClientBuilder::new(&API);
                let builder = match in_memory {
                    true => builder.base_url("http://things.example").transport(service),
                    false => builder.base_url(service.listen()),
                };
                let mut runtime = tokio::runtime::Builder::new_current_thread();
                let runtime = runtime.enable_all().start_paused(in_memory).build().expect("a runtime can be made");
                runtime.block_on(drop_and_go_on(builder, &list, *polls, setup))
            });
            points += ended.expect("it comes to its end");
        }
    }
    println!("walks over a list that changes: {points} drop points");
    assert!(points >= 100, "{points}");
}
