// The calls of `call.rs`, in a worker that runs on a server.

import * as call from "./call.js";
import module from "./call_bg.wasm";

function expect(what, found, expected) {
  if (found !== expected) {
    throw new Error(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
  }
}

export default {
  async test(controller, env) {
    call.initSync({ module });
    const url = (behaviour) => `${env.SERVER}/${behaviour}/${env.TEST}-${behaviour}`;
    expect("a call", await call.group_name(url("plain")), "Designers");
    expect("a retry", await call.group_name(url("busy")), "Designers");
    expect("a refusal", await call.refusal(url("refusing")), "The name is taken.");
    expect("a timeout", await call.times_out(url("silent")), true);
    expect("an upload", await call.uploads(url("plain")), true);
    expect("a redirect", await call.group_name(url("elsewhere")), "Designers");
    const received = await (await fetch(`${env.SERVER}/received/${env.TEST}-elsewhere`)).json();
    expect("where it led", received.map((request) => request.path.split("/")[1]).join(), "elsewhere,plain");
    expect("the token there", received[1].headers.authorization, undefined);
  },
};
