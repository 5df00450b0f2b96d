use std::time::Duration;

use crate::harness::Run;

/// The first bytes of every PNG.
const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];

pub async fn run(run: &mut Run) {
    let client = client!(run, body_file);
    let api = client.files();
    scenario!(run, "FileStreamNonempty", {
        let file = api.get().await?;
        assert_eq!((file.len(), &file[..8]), (8725, &PNG[..]));
    });
    scenario!(run, "FileStreamEmpty", assert!(api.get_empty_file().await?.is_empty()));
    scenario!(run, "FileStreamVeryLarge", {
        let mut download = api.get_large().timeout(Duration::from_secs(300)).download().await?;
        let mut length = 0;
        while let Some(piece) = download.next().await {
            length += piece?.len() as u64;
        }
        assert_eq!(length, 3000 * 1024 * 1024);
    });
}
