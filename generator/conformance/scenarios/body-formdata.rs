use body_formdata::File;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_formdata);
    let api = client.formdata();
    let content: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    scenario!(run, "FormdataStreamUploadFile", {
        let file = File::new("a file.bin", content.clone());
        assert_eq!(api.upload_file(file, "a file.bin").await?, content);
    });
    scenario!(run, "StreamUploadFile", {
        assert_eq!(api.upload_file_via_body(b"just a text").await?, "just a text");
    });
}
