import {
  type Analyst,
  type AnalystAnswer,
  type Brief,
  briefs,
  convene,
  poll,
  type PollProgress,
  rulesAnalyst,
} from "lab/committee";
import { BallotError } from "lab/errors";
import { simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

const market = simulatedMarket({ seed: 31, years: 2 });
const view = snapshot(market, market.prices.days[430]);
const questions = briefs(view);
const askedAt = view.decidedAt;

/** The rules under another name; `before` runs first and may wait or throw. */
function rulesNamed(
  name: string,
  before: (brief: Brief, sample: number, signal?: AbortSignal) => Promise<void> | void = () => {},
): Analyst {
  const rules = rulesAnalyst();
  return {
    name,
    async answer(brief, rubric, options): Promise<AnalystAnswer> {
      await before(brief, options.sample ?? 0, options.signal);
      const answer = await rules.answer(brief, rubric, options);
      return answer.kind === "ballot"
        ? { ...answer, ballot: { ...answer.ballot, analyst: name } }
        : answer;
    },
  };
}

/** Waits for `turns` turns of the event loop: later is later without a clock. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("poll() keeps the order by brief, analyst and sample whoever is quick", async () => {
  const came: string[] = [];
  const slow = rulesNamed("slow", (brief) => turns(12 - questions.indexOf(brief)));
  const quick = rulesNamed("quick");
  const { ballots, failed, costUsd } = await poll([slow, quick], questions, {
    askedAt,
    samples: 2,
    concurrency: 50,
    onAnswer: ({ answer }) => {
      if (answer.kind === "ballot") came.push(`${answer.ballot.analyst} ${answer.ballot.sector}`);
    },
  });
  deepEqual(
    ballots.map(({ sector, analyst, sample }) => [sector, analyst, sample]),
    view.sectors.flatMap((sector) =>
      ["slow", "quick"].flatMap((name) => [[sector, name, 0], [sector, name, 1]])
    ),
  );
  equal(failed.length, 0);
  equal(costUsd, 0);
  // They did come in another order, so the order above is the poll's own work.
  equal(came[0].split(" ")[0], "quick");
  equal(came.at(-1), "slow XLB");
});

Deno.test("poll() has at most as many questions under way as it may, and uses them", async () => {
  let now = 0, most = 0;
  const counting = rulesNamed("counting", async () => {
    most = Math.max(most, ++now);
    await turns(2);
    now--;
  });
  await poll([counting], questions, { askedAt, concurrency: 3 });
  equal(most, 3);
});

Deno.test("poll() keeps failed ballots apart, thrown or returned, and goes on", async () => {
  const issues = [{ code: "not_json", path: "", message: "The answer is no JSON." }];
  const throwing = rulesNamed("throwing", ({ sector }) => {
    if (sector === "XLE") throw new BallotError("unreadable", { issues, raw: "no" });
  });
  const { ballots, failed, costUsd } = await poll([throwing], questions, { askedAt });
  equal(ballots.length, 10);
  ok(!ballots.some(({ sector }) => sector === "XLE"));
  deepEqual(failed.map(({ analyst, sector, raw, issues }) => ({ analyst, sector, raw, issues })), [
    { analyst: "throwing", sector: "XLE", raw: "no", issues },
  ]);
  // A thrown failure may have cost something; unknown is not 0.
  equal(costUsd, undefined);
});

Deno.test("poll() ends at another error, tells those under way, and asks no more", async () => {
  let asked = 0, told = 0;
  const failing = rulesNamed("failing", async ({ sector }, _, signal) => {
    asked++;
    if (sector === "XLE") throw new TypeError("the key is missing");
    signal!.addEventListener("abort", () => told++);
    await turns(5);
  });
  await rejects(
    poll([failing], questions, { askedAt, concurrency: 4 }),
    { name: "TypeError", message: "the key is missing" },
  );
  equal(asked, 4);
  equal(told, 3);
});

Deno.test("poll() stopped half way rejects with the reason; answers so far were handed out", async () => {
  const stop = new AbortController();
  const heard: PollProgress[] = [];
  await rejects(
    poll([rulesNamed("any")], questions, {
      askedAt,
      concurrency: 1,
      signal: stop.signal,
      onAnswer: (progress) => {
        heard.push(progress);
        if (progress.done === 4) stop.abort(new Error("enough"));
      },
    }),
    /enough/,
  );
  deepEqual(heard.map(({ done, total }) => [done, total]), [[1, 11], [2, 11], [3, 11], [4, 11]]);
});

Deno.test("poll() does not wait for an analyst that is deaf to the signal", async () => {
  const stop = new AbortController();
  const deaf = rulesNamed("deaf", () => new Promise(() => {}));
  const ended = rejects(poll([deaf], questions, { askedAt, signal: stop.signal }), /enough/);
  stop.abort(new Error("enough"));
  await ended;
});

Deno.test("poll() stopped before it began asks nobody", async () => {
  let asked = 0;
  const any = rulesNamed("any", () => void asked++);
  const signal = AbortSignal.abort(new Error("never mind"));
  await rejects(poll([any], questions, { askedAt, signal }), /never mind/);
  equal(asked, 0);
});

Deno.test("poll() refuses no analyst, two of one name, and counts that are none", async () => {
  await rejects(poll([], questions, { askedAt }), /at least one analyst, got none/);
  await rejects(
    poll([rulesAnalyst(), rulesAnalyst()], questions, { askedAt }),
    /analysts of different names, got rules twice/,
  );
  await rejects(
    poll([rulesAnalyst()], questions, { askedAt, samples: 0 }),
    /samples from 1, got 0/,
  );
  await rejects(
    poll([rulesAnalyst()], questions, { askedAt, concurrency: NaN }),
    /questions at once from 1, got NaN/,
  );
});

Deno.test("convene() asks at the minute of the decision and keeps the source", async () => {
  const verdict = await convene(view);
  deepEqual(verdict.source, { kind: "simulated", seed: 31 });
  deepEqual(verdict.sectors.map(({ sector }) => sector), [...view.sectors]);
  ok(
    verdict.ballots.every(({ references }) =>
      references.every(({ accessedAt }) => accessedAt === view.decidedAt)
    ),
  );
});
