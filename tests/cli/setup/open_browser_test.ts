import { deepEqual, equal } from "node:assert/strict";
import { browserCommand } from "../../../lib/cli/setup/open_browser.ts";

Deno.test("browserCommand() opens a browser only where there is a desktop", () => {
  const url = "http://127.0.0.1:8888/lab?token=a";
  deepEqual(browserCommand(url, {}, "darwin"), ["open", url]);
  equal(browserCommand(url, {}, "windows")?.at(-1), url);
  equal(browserCommand(url, {}, "linux"), undefined);
  equal(browserCommand(url, { CI: "true" }, "darwin"), undefined);
  equal(browserCommand(url, { SSH_CONNECTION: "a" }, "darwin"), undefined);
});
