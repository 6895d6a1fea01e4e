import { equal, match } from "node:assert/strict";
import { failureReason } from "../../../lib/cli/setup/failure_reason.ts";

Deno.test("failureReason() shows the tool's last lines without its chatter", () => {
  const text = [
    ...Array.from({ length: 30 }, (_, i) => `line ${i}`),
    "Collecting anyio==4.16.0",
    "WARNING: Location 'file:///wheels' is ignored: it is neither a file nor a directory.",
    "ERROR: [Errno 28] No space left on device",
  ].join("\n");
  const { message, details } = failureReason("install JupyterLab", text);
  match(message, /^Cannot install JupyterLab: the disk is full\. Free /);
  equal(details.split("\n").length, 12);
  equal(details.split("\n").at(-1), "ERROR: [Errno 28] No space left on device");
  equal(/Collecting|WARNING/.test(details), false);
});
