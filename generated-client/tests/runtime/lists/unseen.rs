//! What a walk cannot see, and what closes it.

use super::changing_server::{ChangingServer, Form, Rows, STYLES, Style};
use crate::runtime::Error;

/// Before the second page is sent, the first item is deleted, and another is inserted at the end: the total stays the same.
fn one_out_one_in_behind(rows: &mut Rows) {
    if rows.requests == 2 {
        rows.delete(0);
        let end = rows.alive().len();
        rows.insert(end);
    }
}

fn server(style: Style, form: Form, change: fn(&mut Rows)) -> ChangingServer {
    ChangingServer::new(style, form, Rows::new(12, 3), change)
}

#[test]
fn one_out_and_one_in_behind_the_place_reached_is_not_seen() {
    for style in STYLES.into_iter().filter(|style| *style != Style::CursorOfItem) {
        let server = server(style, Form::NumberIds, one_out_one_in_behind);
        let (came, error) = server.walk(server.list().stream());
        // Item 3 moved onto the first page, which had come already.
        assert_eq!(came, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 1000], "{style:?}");
        assert!(error.is_none(), "{style:?}: {error:?}");
    }
}

#[test]
fn a_cursor_that_is_an_item_loses_nothing() {
    let server = server(Style::CursorOfItem, Form::NumberIds, one_out_one_in_behind);
    let (came, error) = server.walk(server.list().stream());
    assert_eq!(came, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1000]);
    // It is one more than there are.
    assert!(matches!(error, Some(Error::Incomplete(_))), "{error:?}");
}

#[test]
fn a_checked_walk_sees_it() {
    for style in STYLES.into_iter().filter(|style| *style != Style::CursorOfItem) {
        let server = server(style, Form::NumberIds, one_out_one_in_behind);
        let (came, error) = server.walk(server.list().stream().checked());
        assert_eq!(came, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1000], "{style:?}");
        assert!(error.is_none(), "{style:?}: {error:?}");
    }
}

#[test]
fn a_checked_walk_takes_twice_the_requests() {
    for style in STYLES {
        let plain = server(style, Form::StringIds, |_| {});
        let (_, error) = plain.walk(plain.list().stream());
        assert!(error.is_none(), "{style:?}: {error:?}");
        let checked = server(style, Form::StringIds, |_| {});
        // Reading ahead is of no use here, and harmless.
        let (came, error) = checked.walk(checked.list().stream().read_ahead(3).checked());
        assert_eq!(came, (0..12).collect::<Vec<_>>(), "{style:?}");
        assert!(error.is_none(), "{style:?}: {error:?}");
        assert_eq!(checked.requests(), 2 * plain.requests() - 1, "{style:?}");
    }
}

#[test]
fn without_a_total_a_deletion_is_not_seen_unless_the_walk_is_checked() {
    let delete_first = |rows: &mut Rows| {
        if rows.requests == 2 {
            rows.delete(0);
        }
    };
    let server = || server(Style::PageWithoutCounts, Form::NumberIds, delete_first);
    let plain = server();
    let (came, error) = plain.walk(plain.list().stream());
    assert_eq!((came, error.is_none()), (vec![0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11], true));
    let checked = server();
    let (came, error) = checked.walk(checked.list().stream().checked());
    assert_eq!((came, error.is_none()), ((0..12).collect(), true), "{error:?}");
}

#[test]
fn without_a_total_an_insertion_is_seen_by_ids() {
    let insert_first = |rows: &mut Rows| {
        if rows.requests == 2 {
            rows.insert(0);
        }
    };
    for form in [Form::NumberIds, Form::StringIds] {
        let server = server(Style::PageWithoutCounts, form, insert_first);
        let (came, error) = server.walk(server.list().stream());
        assert_eq!((came, error.is_none()), ((0..12).collect(), true), "{form:?}");
    }
    // Equal contents are not the same item, so that without ids the item comes again.
    let server = server(Style::PageWithoutCounts, Form::NoIds, insert_first);
    let (came, _) = server.walk(server.list().stream());
    assert_eq!(came, [0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
}

#[test]
fn an_item_that_moves_ahead_of_the_place_reached_is_not_seen_again() {
    let move_to_end = |rows: &mut Rows| {
        if rows.requests == 2 {
            rows.move_to_end(1);
        }
    };
    // It moves to another page than the next one: item 3 takes its place on the first page, and is lost.
    let unseen = server(Style::Page, Form::NumberIds, move_to_end);
    let (came, error) = unseen.walk(unseen.list().stream());
    assert!(error.is_none() && !came.contains(&3), "{came:?}");
    let checked = server(Style::Page, Form::NumberIds, move_to_end);
    let (came, error) = checked.walk(checked.list().stream().checked());
    assert_eq!((came, error.is_none()), ((0..12).collect(), true), "{error:?}");
    // On the next page, its id shows it.
    let seen = ChangingServer::new(Style::Page, Form::NumberIds, Rows::new(6, 3), move_to_end);
    let (came, error) = seen.walk(seen.list().stream());
    assert_eq!((came, error.is_none()), ((0..6).collect(), true), "{error:?}");
}
