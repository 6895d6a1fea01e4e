import { doesNotMatch, match, throws } from "node:assert/strict";
import { helpText } from "../../../lib/cli/options/help_text.ts";
import { REBALANCE } from "../../../lib/cli/rebalance/rebalance_arguments.ts";
import { RECORD_COMMAND } from "../../../lib/cli/record/record_arguments.ts";
import { RESERVATIONS, reservationsArguments } from "../../../lib/cli/reservations_arguments.ts";

Deno.test("--record: off is offered where a record can be left out, and nowhere else", () => {
  match(helpText(REBALANCE), /--record DIR\|off/);
  for (const command of [RECORD_COMMAND, RESERVATIONS]) {
    match(helpText(command), /--record DIR /);
    doesNotMatch(helpText(command), /--record DIR\|off|off: ballots/);
  }
});

Deno.test("reservations: --record off is refused, and not read as the default folder", () => {
  for (const line of [[], ["release", "all", "--because", "settled"]]) {
    throws(
      () => reservationsArguments([...line, "--record", "off"]),
      /Cannot use --record off: need the folder of the ledger/,
    );
  }
});
