import { deepEqual } from "node:assert/strict";
import { junitTally } from "../../../lib/cli/testing/junit_tally.ts";

/** As Deno 2.8.1 writes it: one test passed, one failed, one ignored, one whose step failed. */
const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="4" failures="2" errors="0" time="0.2">
    <testsuite name="a_test.ts" tests="4" disabled="1" errors="0" failures="2">
        <testcase name="adds" classname="a" time="0.001" line="1" col="6"/>
        <testcase name="takes &gt; 1" classname="a" time="0.001" line="2" col="6">
            <failure message="Uncaught Error">no</failure>
        </testcase>
        <testcase name="later" classname="a" time="0.000" line="3" col="6">
            <skipped/>
        </testcase>
        <testcase name="has steps" classname="a" time="0.001" line="4" col="6">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("junitTally() counts what passed, failed and was skipped", () => {
  deepEqual(junitTally(REPORT), { passed: 1, failed: 2, skipped: 1 });
  deepEqual(junitTally(""), { passed: 0, failed: 0, skipped: 0 });
});
