import { simulatedMarket } from "lab/market";
import {
  decisionDays,
  LIMITS_ONLY,
  panelScores,
  type ResearchPanel,
  researchPanel,
} from "lab/research";
import { type DiceProgress, diceTeam, study } from "lab/study";
import { day } from "lab/units";
import { deepEqual, equal, rejects } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 3 });
const EQUAL = { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 };

/** What is done with a team, which is ended afterwards. */
async function withTeam<T>(
  workers: number,
  act: (team: ReturnType<typeof diceTeam>) => Promise<T>,
  options?: Parameters<typeof diceTeam>[1],
): Promise<T> {
  const team = diceTeam(workers, options);
  try {
    return await act(team);
  } finally {
    team.close();
  }
}

Deno.test("diceTeam() gives the figures of one thread, to the last bit, for any number of workers", async () => {
  const terms = {
    seed: 3,
    draws: 11,
    resamples: 200,
    to: day("2020-03-01"),
    rule: LIMITS_ONLY,
    equityUsd: 1e6,
  };
  const figures = async (workers?: number) => {
    const run = async (dice?: ReturnType<typeof diceTeam>) => {
      const found = await study(market, { ...terms, ...(dice ? { dice } : {}) });
      const chances = (["permuted labels", "dice anew"] as const).map((kind) => found.chance(kind));
      return [
        found.verdict().sentence,
        ...chances.map(({ values, ...rest }) => [[...values], rest]),
      ];
    };
    return workers === undefined ? await run() : await withTeam(workers, run);
  };
  const alone = await figures();
  for (const workers of [0, 1, 3]) deepEqual(await figures(workers), alone);
});

async function panelAndTable() {
  const days = decisionDays(market, "weekly").slice(60, 75);
  const panel = await researchPanel(market, { days });
  return { panel, table: panelScores(panel, EQUAL) };
}

Deno.test("diceTeam() tells how far it is, up to the last committee", async () => {
  const { panel, table } = await panelAndTable();
  for (const workers of [0, 2]) {
    const seen: DiceProgress[] = [];
    const onProgress = (progress: DiceProgress) => void seen.push(progress);
    await withTeam(workers, (team) => team.throwDice(panel, table, { seed: 1, draws: 7 }), {
      onProgress,
    });
    deepEqual(seen[0], { done: 0, total: 14 });
    deepEqual(seen.at(-1), { done: 14, total: 14 });
    equal(seen.every(({ done }, i) => i === 0 || done > seen[i - 1].done), true);
  }
});

Deno.test("diceTeam() stops when it is told to, with what the signal says", async () => {
  const { panel, table } = await panelAndTable();
  for (const workers of [0, 2]) {
    const stop = new AbortController();
    const onProgress = ({ done }: DiceProgress) => done > 0 && stop.abort(new Error("enough"));
    await rejects(
      withTeam(workers, (team) => team.throwDice(panel, table, { seed: 1, draws: 50 }), {
        onProgress,
        signal: stop.signal,
      }),
      /enough/,
    );
  }
});

Deno.test("diceTeam() tells the fault of a worker in a sentence", async () => {
  const { panel, table } = await panelAndTable();
  // What is inherited is not sent: this thread has a panel, and a worker has an empty one.
  const spoilt: ResearchPanel = Object.create(panel);
  const terms = { seed: 1, draws: 50 };
  equal((await diceTeam(0).throwDice(spoilt, table, terms))["dice anew"].length, 50);
  await rejects(withTeam(2, (team) => team.throwDice(spoilt, table, terms)), {
    name: "LabError",
    message: /^Cannot run a random committee: Cannot read properties of undefined/,
  });
});

Deno.test("throwDice() refuses a count that is none, as randomCommittees() does", async () => {
  const { panel, table } = await panelAndTable();
  for (const draws of [0, 1.5, NaN]) {
    await rejects(
      withTeam(0, (team) => team.throwDice(panel, table, { seed: 1, draws })),
      /draws must be a whole number from 1/,
    );
  }
});
