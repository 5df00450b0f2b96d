//! Random inserts and deletes between the requests of thousands of walks: none is short or has an item twice where that could be seen.

use std::collections::{BTreeMap, HashSet};

use super::changing_server::{ChangingServer, FORMS, Form, Rows, STYLES, Style};
use crate::runtime::{Bookmark, Error};
use crate::support::memory::block_on;

/// The seeds of each combination of style and form are 0, 1, …, 59. `WALK_SEEDS` sets another number of them: where the tests run
/// hundreds of times, a few seeds do.
fn seeds() -> u32 {
    std::env::var("WALK_SEEDS").map_or(60, |seeds| seeds.parse().expect("WALK_SEEDS is a number"))
}

/// Pseudo-random numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % u64::try_from(bound).expect("small")).expect("small")
    }
}

/// What happens to the list between two requests.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Changes {
    /// Items are deleted, or others are inserted.
    OneWay,
    /// Items are only inserted, so that ids show it without a total.
    Inserts,
    /// Items are deleted and others inserted, and the total may stay the same.
    Any,
}

fn change(rows: &mut Rows, random: &mut Random, changes: Changes) {
    let most = rows.size + 2;
    let (mut deletes, mut inserts) = (random.below(most), random.below(most));
    match changes {
        Changes::OneWay if random.below(2) == 0 => deletes = 0,
        Changes::OneWay => inserts = 0,
        Changes::Inserts => deletes = 0,
        Changes::Any => {}
    }
    for _ in 0..deletes {
        let count = rows.alive().len().max(1);
        rows.delete(random.below(count));
    }
    for _ in 0..inserts {
        let count = rows.alive().len() + 1;
        rows.insert(random.below(count));
    }
}

/// How lists are walked, and how they change.
#[derive(Debug, Clone, Copy)]
struct Setup {
    changes: Changes,
    /// How many requests there are for each that meets another list.
    every: usize,
    checked: bool,
    /// Whether the walk is sometimes interrupted, and resumed at its bookmark, and reads ahead.
    resumed: bool,
}

/// What became of the walks.
#[derive(Debug, Default)]
struct Tally {
    walks: u32,
    incomplete: u32,
    requests: usize,
}

fn walk(style: Style, form: Form, setup: Setup, seed: u64) -> Tally {
    let mut random = Random(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ 0x1405_7b7e_f767_814f);
    let (count, size) = (random.below(40), 1 + random.below(7));
    let rows = Rows::new(u64::try_from(count).expect("small"), size);
    let mut changing = Random(seed);
    let server = ChangingServer::new(style, form, rows, move |rows| {
        // Nothing happens before the first page.
        if rows.requests > 1 && rows.requests % setup.every == 0 && changing.below(3) > 0 {
            change(rows, &mut changing, setup.changes);
        }
    });
    let start = || {
        let items = server.list().stream();
        if setup.checked { items.checked() } else { items.read_ahead(if setup.resumed { 2 } else { 0 }) }
    };
    let context = format!("{style:?}, {form:?}, {setup:?}, seed {seed}: {count} items in pages of {size}");
    let (mut items, mut came, mut incomplete) = (start(), Vec::new(), 0);
    block_on(async {
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => came.push(form.number(&item)),
                Err(Error::Incomplete(_)) => incomplete = 1,
                Err(error) => panic!("{context}: {error}"),
            }
            if setup.resumed && random.below(6) == 0 {
                let text = items.bookmark().to_string();
                assert!(text.len() <= 220 + 11 * size.max(8), "{context}: {text}");
                items = start().resume(&text.parse::<Bookmark>().expect("a bookmark"));
                if incomplete == 1 {
                    break;
                }
            }
        }
    });
    let once: HashSet<u64> = came.iter().copied().collect();
    assert_eq!(once.len(), came.len(), "{context}: one came twice: {came:?}");
    if incomplete == 0 {
        let rows = server.rows.lock().expect("no panic");
        let missing: Vec<u64> = rows.alive().into_iter().filter(|item| *item < 1000 && !once.contains(item)).collect();
        assert!(missing.is_empty(), "{context}: {missing:?} did not come: {came:?}");
    }
    Tally { walks: 1, incomplete, requests: server.requests() }
}

/// Walks lists of these kinds. Returns how many walks there were, and how many of them were incomplete.
fn walks(name: &str, setup: Setup, applies: impl Fn(Style, Form) -> bool) -> Tally {
    let mut all = Tally::default();
    let mut by_style = BTreeMap::<String, Tally>::new();
    for style in STYLES {
        for form in FORMS.into_iter().filter(|form| applies(style, *form)) {
            for seed in 0..u64::from(seeds()) {
                let tally = walk(style, form, setup, seed);
                for sum in [&mut all, by_style.entry(format!("{style:?} {form:?}")).or_default()] {
                    sum.walks += tally.walks;
                    sum.incomplete += tally.incomplete;
                    sum.requests += tally.requests;
                }
            }
        }
    }
    println!("{name}: {all:?}, seeds 0 to {}", seeds() - 1);
    by_style.iter().for_each(|(style, tally)| println!("    {style}: {tally:?}"));
    all
}

fn has_ids(form: Form) -> bool {
    matches!(form, Form::NumberIds | Form::StringIds)
}

#[test]
fn changes_that_the_total_shows_make_nothing_vanish() {
    let setup = Setup { changes: Changes::OneWay, every: 1, checked: false, resumed: false };
    let tally = walks("deletes or inserts before every request", setup, |style, _| style.has_total());
    assert_eq!(tally.walks, 32 * seeds());
    let rare = walks("deletes or inserts before every third request", Setup { every: 3, ..setup }, |style, _| style.has_total());
    assert_eq!(rare.walks, 32 * seeds());
    assert!(rare.incomplete * 4 < rare.walks, "{rare:?}");
}

#[test]
fn changes_while_a_walk_is_interrupted_make_nothing_vanish() {
    let setup = Setup { changes: Changes::OneWay, every: 3, checked: false, resumed: true };
    let tally = walks("interrupted walks", setup, |style, _| style.has_total());
    assert_eq!(tally.walks, 32 * seeds());
    assert!(tally.incomplete * 2 < tally.walks, "{tally:?}");
}

#[test]
fn inserts_that_ids_show_make_nothing_vanish_without_a_total() {
    let setup = Setup { changes: Changes::Inserts, every: 1, checked: false, resumed: false };
    let tally = walks("inserts before every request", setup, |style, form| !style.has_total() && has_ids(form));
    assert_eq!(tally.walks, 2 * seeds());
}

#[test]
fn checked_walks_lose_nothing_whatever_changes() {
    let setup = Setup { changes: Changes::Any, every: 4, checked: true, resumed: false };
    let tally = walks("checked walks of lists with ids", setup, |_, form| has_ids(form));
    assert_eq!(tally.walks, 18 * seeds());
    assert!(tally.incomplete * 3 < tally.walks, "{tally:?}");
    let tally = walks("checked walks of lists without ids", setup, |_, form| !has_ids(form));
    assert_eq!(tally.walks, 18 * seeds());
}
