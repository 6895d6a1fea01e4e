import { simulatedMarket } from "lab/market";
import { openBallotRecord } from "lab/record";
import { rejects } from "node:assert/strict";
import { ballotsAt, recordedPillars } from "../../lib/sweep/recorded_pillars.ts";
import { said } from "../record/made_records.ts";

Deno.test("recordedPillars() refuses a record that grew since its sweep began", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const market = simulatedMarket({ seed: 7, years: 2 }), record = openBallotRecord(folder);
    record.append([said({ day: "2024-01-05" })]);
    const { mark } = await ballotsAt(folder), data = { ballots: folder, decided: [], mark };
    // The same record is read, and found to be of another market.
    await rejects(recordedPillars(market, [], data), /this market is the simulated market/);
    record.append([said({ day: "2024-01-12" })]);
    await rejects(recordedPillars(market, [], data), /it has changed since the sweep began/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
