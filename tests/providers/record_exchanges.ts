/**
 * Records `tests/providers/recorded_exchanges.json` anew: eleven sectors of one simulated day, asked of two
 * providers over loopback, with the lab's own rule analysts behind the test server. No vendor's model
 * has had a part in it. To be run by hand when prompt, rubric or simulated market have changed:
 *
 *     deno run -A tests/providers/record_exchanges.ts
 *
 * @module
 */
import { type Brief, briefs, DEFAULT_RUBRIC, poll, rulesBallot } from "lab/committee";
import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
import {
  analystsOf,
  type Cassette,
  cassetteFetch,
  cassetteText,
  type Fetch,
  providerSettings,
} from "lab/providers";
import { MOMENTUM, VALUE } from "../../lib/committee/analysts/temperaments.ts";
import { loopbackServer, sectorAsked } from "./loopback_server.ts";

/** The committee that was recorded: names that no vendor uses. */
export const RECORDED_SETTINGS = providerSettings({
  providers: [
    { name: "value", kind: "openai", keyVariable: "NO_KEY", roles: { fast: "lab-rules-value" } },
    {
      name: "momentum",
      kind: "anthropic",
      keyVariable: "NO_KEY",
      roles: { fast: "lab-rules-momentum" },
    },
  ],
  analysts: ["value/fast", "momentum/fast"],
});

/** The day that was recorded: the hundredth Friday of three simulated years, seed 7. */
export function recordedBriefs(): readonly Brief[] {
  const market = simulatedMarket({ seed: 7, years: 3 });
  return briefs(snapshot(market, weeklyDays(market.prices.days)[100]));
}

/** Where it is. */
export const RECORDED_PATH = new URL("./recorded_exchanges.json", import.meta.url);

/** Asks everything once and returns what went over the wire. */
export async function recordedCassette(): Promise<Cassette> {
  const asked = recordedBriefs();
  const temperaments = new Map([["lab-rules-value", VALUE], ["lab-rules-momentum", MOMENTUM]]);
  await using server = loopbackServer({
    answer: ({ user, model }) => {
      const brief = asked.find(({ sector }) => sector === sectorAsked(user))!;
      const { sector, rationale, subScores, references, confidence, summary } = rulesBallot(
        brief,
        DEFAULT_RUBRIC,
        { askedAt: brief.decidedAt, temperament: temperaments.get(model) },
      );
      return JSON.stringify({ sector, rationale, subScores, references, confidence, summary });
    },
  });
  // Each provider's address differs; in replay only the path below the host counts.
  const toServer: Fetch = (url, init) => {
    const { pathname, hostname } = new URL(String(url));
    const base = hostname.endsWith("openai.com")
      ? server.urls.openai.replace(/\/openai\/v1$/, "")
      : server.urls.anthropic.replace(/\/anthropic$/, "");
    return fetch(`${base}${pathname}`, init);
  };
  const taped = cassetteFetch({
    mode: "record",
    provenance: "The lab's own rule analysts (value and momentum) behind the test server of " +
      "tests/providers, asked on one day of the simulated market of seed 7. No vendor's model: the " +
      "answers show how the wire works, and nothing about how well a model judges.",
    fetch: toServer,
  });
  const analysts = analystsOf(RECORDED_SETTINGS, {
    fetch: taped.fetch,
    withoutKeys: true,
    readVariable: () => undefined,
  });
  // One at a time, so that a second recording has the same bytes.
  const { failed } = await poll(analysts, asked, {
    askedAt: asked[0].decidedAt,
    concurrency: 1,
  });
  if (failed.length > 0) throw new Error(`Cannot record: ${failed[0].issues[0].message}`);
  return taped.cassette();
}

if (import.meta.main) {
  await Deno.writeTextFile(RECORDED_PATH, cassetteText(await recordedCassette()));
}
