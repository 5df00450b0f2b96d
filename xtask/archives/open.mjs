// Opens an HTTP archive in the network panel of Chromium's developer tools, which Chromium serves on its port for debugging, and
// compares what the panel then has with what is in the archive.
//
//   node open.mjs PORT FILE

import { readFileSync } from "node:fs";
import { request } from "node:http";
import WebSocket from "ws";

const SECONDS = 30;

const [port, file] = process.argv.slice(2);
const archive = readFileSync(file, "utf8");

/** A new page, as the list of pages describes it. */
function newPage(address) {
  return new Promise((resolve, reject) => {
    const path = `/json/new?${encodeURIComponent(address)}`;
    const sent = request({ host: "127.0.0.1", port, path, method: "PUT" }, (response) => {
      let text = "";
      response.on("data", (data) => (text += data));
      response.on("end", () => resolve(JSON.parse(text)));
    });
    sent.on("error", reject).end();
  });
}

const inspected = await newPage("about:blank");
const home = `http://127.0.0.1:${port}/devtools/devtools_app.html`;
const tools = await newPage(`${home}?ws=127.0.0.1:${port}/devtools/page/${inspected.id}&panel=network`);

const socket = new WebSocket(tools.webSocketDebuggerUrl);
await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
const waiting = new Map();
socket.on("message", (data) => {
  const message = JSON.parse(data);
  waiting.get(message.id)?.(message);
});

/** The value of an expression in the page of the developer tools. */
async function evaluate(expression) {
  const id = waiting.size + 1;
  const answer = new Promise((resolve) => waiting.set(id, resolve));
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.send(JSON.stringify({ id, method: "Runtime.evaluate", params }));
  const { result, error } = await answer;
  const thrown = error?.message ?? result.exceptionDetails?.exception?.description;
  if (thrown) {
    throw new Error(thrown);
  }
  return result.result.value;
}

/** Waits until an expression holds. */
async function until(expression) {
  for (let left = SECONDS * 10; ; left -= 1) {
    const holds = await evaluate(expression).catch((error) => {
      if (left <= 0) {
        throw error;
      }
      return false;
    });
    if (holds) {
      return;
    }
    if (left <= 0) {
      throw new Error(`not after ${SECONDS} seconds: ${expression}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const { entries } = JSON.parse(archive).log;
await until(`(async () => {
  const { NetworkPanel } = await import("./panels/network/network.js");
  const { NetworkLog } = await import("./models/logs/logs.js");
  globalThis.panel = NetworkPanel.NetworkPanel.instance();
  globalThis.log = NetworkLog.NetworkLog.instance();
  return panel.networkLogView !== undefined;
})()`);
await evaluate(`panel.networkLogView.onLoadFromFile(new File([${JSON.stringify(archive)}], "calls.har"))`);
await until(`log.requests().length === ${entries.length}`);
const shown = await evaluate(`Promise.all(log.requests().map(async (request) => ({
  method: request.requestMethod,
  url: request.url(),
  status: request.statusCode,
  sent: (await request.requestFormData()) ?? "",
  received: (await request.requestContentData()).text ?? "",
})))`);
socket.close();

const expected = entries.map(({ request, response }) => ({
  method: request.method,
  url: request.url,
  status: response.status,
  sent: request.postData?.text ?? "",
  received: response.content.text ?? "",
}));
if (JSON.stringify(shown) !== JSON.stringify(expected)) {
  console.error("in the archive:", expected, "in the panel:", shown);
  process.exit(1);
}
console.log(`${entries.length} calls`);
