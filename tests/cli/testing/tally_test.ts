import { equal } from "node:assert/strict";
import { tallyLine, total } from "../../../lib/cli/testing/tally.ts";

Deno.test("tallyLine() names the skipped ones only where there are any", () => {
  const sum = total([{ passed: 2, failed: 0, skipped: 0 }, { passed: 1, failed: 1, skipped: 0 }]);
  equal(tallyLine(sum), "3 passed, 1 failed");
  equal(tallyLine({ ...sum, skipped: 1 }), "3 passed, 1 failed, 1 skipped");
});
