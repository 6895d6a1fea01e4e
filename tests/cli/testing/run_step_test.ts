import { deepEqual } from "node:assert/strict";
import { stepTally } from "../../../lib/cli/testing/run_step.ts";

Deno.test("stepTally() fails a step that ran no test", () => {
  deepEqual(stepTally({ counts: "each" }, 0, ""), { passed: 0, failed: 1, skipped: 0 });
});

Deno.test("stepTally() believes the exit code over the report", () => {
  const passed = '<testcase name="a"/>';
  deepEqual(stepTally({ counts: "each" }, 0, passed), { passed: 1, failed: 0, skipped: 0 });
  deepEqual(stepTally({ counts: "each" }, 1, passed), { passed: 1, failed: 1, skipped: 0 });
  deepEqual(stepTally({ counts: "one" }, 1, ""), { passed: 0, failed: 1, skipped: 0 });
  deepEqual(stepTally({ counts: "one" }, 0, ""), { passed: 1, failed: 0, skipped: 0 });
});
