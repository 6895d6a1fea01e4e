import { deepEqual, equal, match, throws } from "node:assert/strict";
import { labSettings } from "../../../lib/cli/setup/lab_settings.ts";

Deno.test("labSettings() reads the arguments of the lab", () => {
  deepEqual(labSettings([]), { check: false, browser: true });
  deepEqual(labSettings(["--check"]), { check: true, browser: true });
  deepEqual(labSettings(["--no-browser", "--port", "9000"]), {
    check: false,
    browser: false,
    port: 9000,
  });
  equal(labSettings(["--port=9000"]).port, 9000);
  match(labSettings(["--help"]).help ?? "", /--no-browser/);
});

Deno.test("labSettings() refuses what it does not know, and ports that are none", () => {
  throws(
    () => labSettings(["--chekc"]),
    /^SetupError: Unknown option --chekc; did you mean --check\?/,
  );
  for (const port of ["", "80", "65536", "abc", "9000.5"]) {
    throws(
      () => labSettings(["--port", port]),
      /^SetupError: Cannot read --port: need a whole number from 1,024 to 65,535, got /,
    );
  }
  throws(() => labSettings(["--port"]), /Cannot read --port: need a value, as --port N/);
});
