use crate::server::{Server, run};
use ::lists_of_lists::Client;

#[test]
fn inner_lists_have_a_format_of_their_own() {
    let server = Server::silent();
    let call = client!(server).grids().find([vec![1, 2], vec![3]]).cells([["a", "b"], ["c", "d"]]);
    run(call.cubes([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]).x_kinds([["a"], ["b"]])).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "GET /grids/1%7C2,3?cells=a%2Cb&cells=c%2Cd&cubes=1%202%7C3%204,5%206%7C7%208");
    assert_eq!(asked.header("x-kinds"), Some("a,b"));
    run(client!(server).grids().fill("r").cells([["a", "b"]])).unwrap();
    assert_eq!(server.asked().body, "cells=a%09b");
}
