import { overfittingProbability } from "lab/evidence";
import { mean } from "lab/stats";
import { deepEqual, equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { lehmerReturns } from "./lehmer_returns.ts";
import { noise } from "./noise_returns.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("overfittingProbability() of four trials and six splits, by brute force", () => {
  // numpy: M = D[100:120, :4] + [0, 0.0003, 0.0006, 0.0011]; blocks of five; best of mean/std(ddof=1)
  // in each two blocks, ranked in the other two.
  const trials = lehmerReturns().slice(0, 4)
    .map((one, k) => one.slice(100, 120).map((value) => value + [0, 0.0003, 0.0006, 0.0011][k]));
  const found = overfittingProbability(trials, { blocks: 4 });
  deepEqual([...found.ranks], [0.8, 0.2, 0.4, 0.2, 0.6, 0.8]);
  equal(found.probability, 0.5);
  near(found.probabilityOfLoss, 2 / 6, 1e-15);
  near(found.inSample, 0.4825600127057535, 1e-12);
  near(found.outOfSample, 0.02930118412165994, 1e-12);
  equal(found.splits, 6);
});

Deno.test("overfittingProbability() is about one half on noise, and anything for one set", () => {
  const worlds = SOAK ? 500 : 60;
  const found = Array.from(
    { length: worlds },
    (_, world) => overfittingProbability(noise(world + 1, 11, 96), { blocks: 8 }).probability,
  );
  // One world's deviation is about 0.27.
  near(mean(found), 0.5, 3.3 * 0.27 / Math.sqrt(worlds));
  ok(Math.min(...found) < 0.15 && Math.max(...found) > 0.85);
});

Deno.test("overfittingProbability() is zero for a lasting edge, and knows ties", () => {
  const edge = noise(5, 6, 160).map((one, k) => one.map((value) => value + (k === 3 ? 0.03 : 0)));
  equal(overfittingProbability(edge).probability, 0);
  equal(overfittingProbability(edge).splits, 12_870);
  // Copies of one trial tie everywhere: always exactly in the middle.
  const [one] = noise(6, 1, 64);
  const copies = overfittingProbability([one, one, one], { blocks: 4 });
  deepEqual([copies.probability, copies.ranks[0]], [0.5, 0.5]);
});

Deno.test("overfittingProbability() does not mind size, order of trials or uneven blocks", () => {
  const trials = noise(7, 8, 101), plain = overfittingProbability(trials, { blocks: 6 });
  const turned = overfittingProbability(
    trials.toReversed().map((one) => one.map((value) => 8 * value)),
    { blocks: 6 },
  );
  deepEqual(turned.ranks, plain.ranks);
  equal(plain.periods, 101);
});
