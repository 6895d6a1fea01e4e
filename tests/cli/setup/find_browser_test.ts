import { equal, match } from "node:assert/strict";
import { join } from "node:path";
import { browserRemedy, findBrowser } from "../../../lib/cli/setup/find_browser.ts";
import { testOnMachine } from "./fake_machine.ts";

testOnMachine("findBrowser() takes LAB_BROWSER, then the PATH", async (machine) => {
  equal(findBrowser(machine.env, "linux"), undefined);
  machine.python("chromium");
  equal(findBrowser(machine.env, "linux"), join(machine.bin, "chromium"));
  machine.python("mine");
  const mine = join(machine.bin, "mine");
  equal(findBrowser({ ...machine.env, LAB_BROWSER: mine }, "linux"), mine);
  for (const os of ["linux", "darwin", "windows"]) match(browserRemedy(os), /install/);
  await Promise.resolve();
});
