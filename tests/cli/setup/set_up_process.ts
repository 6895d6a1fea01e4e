/** A set-up as a process of its own, for tests that interrupt it: the clone is the argument. */
import { ensureLab } from "../../../lib/cli/setup/ensure_lab.ts";
import { withSetupErrors } from "../../../lib/cli/setup/with_setup_errors.ts";

Deno.exit(
  await withSetupErrors(async () => {
    await ensureLab({ root: Deno.args[0] });
    return 0;
  }),
);
