//! The store in a file.

use std::fs;

use crate::runtime::Tokens;
use crate::runtime::oauth::{FileStore, TokenStore};
use crate::support::folder::Folder;
use crate::support::memory::block_on;

fn tokens(number: usize) -> Tokens {
    let mut tokens = Tokens::new(format!("access-{number}"), Some(format!("refresh-{number}").into()), Some(1_800_000_000));
    tokens.scope = Some("read write".to_owned());
    tokens
}

#[test]
fn tokens_are_there_for_the_next_process() {
    let folder = Folder::new("file-store-next");
    let path = folder.0.join("new folder").join("tokens.json");
    block_on(async {
        assert_eq!(FileStore::new(&path).load().await.expect("there is none"), None);
        for number in 1..4 {
            FileStore::new(&path).save(&tokens(number)).await.expect("saved");
            assert_eq!(FileStore::new(&path).load().await.expect("read"), Some(tokens(number)));
        }
    });
    let names: Vec<_> = fs::read_dir(path.parent().expect("a folder")).expect("read").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names, ["tokens.json"], "nothing else is left");
}

#[test]
fn it_works_outside_a_runtime() {
    let folder = Folder::new("file-store-outside");
    let store = FileStore::new(folder.0.join("tokens.json"));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(store.save(&tokens(1)).as_mut().poll(&mut context).is_ready());
    assert!(matches!(store.load().as_mut().poll(&mut context), std::task::Poll::Ready(Ok(Some(_)))));
}

#[test]
fn a_file_with_something_else_is_an_error_and_stays() {
    let folder = Folder::new("file-store-else");
    let path = folder.0.join("tokens.json");
    for text in ["", "secret-text", "{}", "[1]", r#"{"access_token": ""}"#] {
        fs::write(&path, text).expect("written");
        let error = block_on(FileStore::new(&path).load()).expect_err("not tokens").to_string();
        assert!(error.contains("tokens.json: it does not contain tokens") && !error.contains("secret-text"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("read"), text);
    }
}

#[test]
fn a_place_that_cannot_be_written_to_is_named() {
    let folder = Folder::new("file-store-place");
    fs::write(folder.0.join("file"), "").expect("written");
    let error = block_on(FileStore::new(folder.0.join("file").join("tokens.json")).save(&tokens(1))).expect_err("a file is no folder");
    let error = error.to_string();
    assert!(error.contains("tokens.json: ") && !error.contains("access-1"), "{error}");
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    let folder = Folder::new("file-store-mode");
    let path = folder.0.join("tokens.json");
    fs::write(&path, "{}").expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
    let before = fs::metadata(&path).expect("there").ino();
    let link = folder.0.join("link.json");
    symlink(&path, &link).expect("linked");
    block_on(FileStore::new(&link).save(&tokens(1))).expect("saved");
    let after = fs::metadata(&path).expect("there");
    assert_eq!(after.permissions().mode() & 0o777, 0o600);
    assert_ne!(after.ino(), before, "it is replaced, not written over");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
}

#[test]
fn saves_end_in_their_order() {
    let folder = Folder::new("file-store-order");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for round in 0..20 {
            // The first is dropped as soon as it has begun: it may still write, but not over the second.
            let (old, new) = (tokens(2 * round), tokens(2 * round + 1));
            let mut dropped = store.save(&old);
            std::future::poll_fn(|context| std::task::Poll::Ready(dropped.as_mut().poll(context).is_ready())).await;
            drop(dropped);
            store.save(&new).await.expect("saved");
            assert_eq!(store.load().await.expect("read"), Some(new), "{round}");
        }
    });
    drop(runtime);
    assert_eq!(block_on(store.load()).expect("read"), Some(tokens(39)));
}
