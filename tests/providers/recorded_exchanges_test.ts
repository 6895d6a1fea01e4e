import { poll } from "lab/committee";
import { analystsOf, cassetteFetch, cassetteOf } from "lab/providers";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  RECORDED_PATH,
  RECORDED_SETTINGS,
  recordedBriefs,
  recordedCassette,
} from "./record_exchanges.ts";

const cassette = cassetteOf(JSON.parse(await Deno.readTextFile(RECORDED_PATH)));

Deno.test("the recorded exchanges replay as two analysts on eleven sectors, and say whose they are", async () => {
  const asked = recordedBriefs();
  const analysts = analystsOf(RECORDED_SETTINGS, {
    fetch: cassetteFetch({ cassette }).fetch,
    withoutKeys: true,
    readVariable: () => undefined,
  });
  const { ballots, failed } = await poll(analysts, asked, { askedAt: asked[0].decidedAt });
  deepEqual([ballots.length, failed.length], [22, 0]);
  match(cassette.provenance, /lab's own rule analysts.*No vendor's model/);
  const models = new Set(ballots.map(({ analyst }) => analyst));
  deepEqual([...models], ["value/fast", "momentum/fast"]);
});

Deno.test("the recorded exchanges are what tests/providers/record_exchanges.ts records", async () => {
  const now = await recordedCassette();
  equal(
    JSON.stringify(now) === JSON.stringify(cassette),
    true,
    "prompt, rubric, market or rules have changed: run deno run -A tests/providers/record_exchanges.ts",
  );
});

Deno.test("the recorded exchanges hold no key and no address of this machine", async () => {
  const text = await Deno.readTextFile(RECORDED_PATH);
  for (const word of ["no-key-needed", "Bearer", "127.0.0.1", "localhost"]) {
    ok(!text.includes(word), word);
  }
});
