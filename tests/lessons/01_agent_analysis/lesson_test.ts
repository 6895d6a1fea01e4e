import {
  ballotStrip,
  driftBars,
  faultWaffle,
  funnelBars,
  icBars,
  scoreDumbbell,
  timelineTicks,
} from "lab/charts";
import {
  ballotScore,
  briefs,
  convene,
  DEFAULT_RUBRIC,
  DEFAULT_WEIGHTS,
  driftRows,
  funnel,
  guardedAnalyst,
  gullibleAnalyst,
  inattentiveAnalyst,
  injectionRows,
  PILLARS,
  PLANTED_INSTRUCTIONS,
  prompt,
  rating,
  readAnswers,
  rulesAnalyst,
  rulesBallot,
  spoiltAnswers,
  withFundamentalsAtPeriodEnd,
} from "lab/committee";
import {
  ballotRows,
  briefTicks,
  driftBarRows,
  faultParts,
  filedQuarters,
  filingCase,
  fundamentalsIc,
  funnelCaption,
  funnelRows,
  funnelScores,
  hundredBallots,
  injectionPanels,
  minuteCase,
  quartersUsed,
  sectorDecision,
  sixBallots,
  verdictsOf,
} from "lab/lesson/01";
import { changedLines } from "../../../lib/lessons/01_agent_analysis/prompt_frames.ts";
import { check, guessOf, predict } from "../every_lesson.ts";
import {
  addCalendarDays,
  type Market,
  SECTOR_LABELS,
  SECTORS,
  simulatedTruth,
  snapshot as snapshotOf,
  weeklyDays,
} from "lab/market";
import { equal, match, notEqual, ok } from "node:assert/strict";
import { SOAK } from "../../soak.ts";

// What the titles of lesson 01 claim, worked out again from the tables and answers themselves,
// without the helpers that wrote the titles. A few seeds in the quick run, twenty in the soak.
const seeds = SOAK ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 8];
const sector = "XLE";

/** Ranks from 1, equal values sharing the mean of their places; the plain way, by counting. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equals = values.filter((other) => other === value).length;
    return below + (equals + 1) / 2;
  });
}

function correlation(x: readonly number[], y: readonly number[]): number | undefined {
  const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  const mx = mean(x), my = mean(y);
  let xy = 0, xx = 0, yy = 0;
  x.forEach((value, i) => {
    xy += (value - mx) * (y[i] - my);
    xx += (value - mx) ** 2;
    yy += (y[i] - my) ** 2;
  });
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy);
}

/** The mean rank IC of sub-scores on fundamentals, by another way through the same market. */
function icAgain(market: Market): number {
  const { days, close } = market.prices;
  const found = weeklyDays(days).filter((_, i) => i % 4 === 0).flatMap((day) => {
    const limit = addCalendarDays(day, 28);
    if (days[days.length - 1] < limit) return [];
    const from = days.indexOf(day), to = days.findLastIndex((one) => one <= limit);
    const view = snapshotOf(market, day);
    const x: number[] = [], y: number[] = [];
    for (const brief of briefs(view)) {
      const { fundamentals } =
        rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt }).subScores;
      const prices = close.get(brief.sector)!;
      if (fundamentals.kind !== "score" || Number.isNaN(prices[from] + prices[to])) continue;
      x.push(fundamentals.score);
      y.push(prices[to] / prices[from]);
    }
    const ic = x.length < 3 ? undefined : correlation(ranks(x), ranks(y));
    return ic === undefined ? [] : [ic];
  });
  return found.reduce((a, b) => a + b, 0) / found.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] +
    sorted[Math.ceil((sorted.length - 1) / 2)]) /
    2;
}

for (const seed of seeds) {
  Deno.test(`lesson 01 claims nothing false with seed ${seed}`, async () => {
    const { market, snapshot, brief, source } = await sectorDecision("simulated", { seed, sector });
    const decision = snapshot.decidedAt;

    // The timelines: counted in the tables, not in the ticks.
    const from: string = addCalendarDays(snapshot.day, -150);
    const to = `${addCalendarDays(snapshot.day, 45)}T24`;
    const moments = [
      ...[...market.fundamentals, ...market.flows, ...market.headlines]
        .filter((one) => one.sector === sector).map(({ availableAt }) => availableAt),
      ...market.prices.availableAt,
    ].filter((at) => at >= from && at <= to);
    const late = moments.filter((at) => at > decision).length;
    ok(late > 0, "something lies right of the decision");
    const first = timelineTicks(briefTicks(market, brief), { decision, source }).title;
    equal(first, `${late} of these ${moments.length} data were not yet known at the decision`);
    ok(
      market.fundamentals.some((report) =>
        report.sector === sector && report.periodEnd <= snapshot.day &&
        report.availableAt > decision
      ),
      "a quarter had ended and was not filed",
    );
    const quarters = new Set(
      snapshot.fundamentals.filter((one) => one.sector === sector).map((one) => one.periodEnd),
    );
    equal(filedQuarters(brief, market).length, quarters.size);
    const [newest, before] = [...quarters].sort().reverse();
    const usedQuarters = quartersUsed(brief, market);
    equal(usedQuarters[0], newest);
    if (usedQuarters.length === 2) equal(usedQuarters[1], before);
    // Without all older quarters the brief stays the same; without one of the used ones it does not.
    const facts = (keep: (end: string) => boolean) =>
      JSON.stringify(
        briefs(snapshotOf({
          ...market,
          fundamentals: market.fundamentals.filter((one) =>
            one.sector !== sector || keep(one.periodEnd)
          ),
        }, snapshot.day)).find((one) => one.sector === sector)!.facts,
      );
    equal(facts((end) => usedQuarters.includes(end)), JSON.stringify(brief.facts));
    for (const quarter of usedQuarters) {
      notEqual(facts((end) => end !== quarter), JSON.stringify(brief.facts));
    }

    // The information coefficients, by counting ranks.
    const early = withFundamentalsAtPeriodEnd(market);
    const ahead = icAgain(early), honest = icAgain(market);
    const planted = simulatedTruth({ seed }).planted.fundamentals.ic;
    const ics = icBars([
      { label: "a", ...await fundamentalsIc(early), looksAhead: true },
      { label: "b", ...await fundamentalsIc(market) },
    ], { planted, source }).title;
    const shown = (value: number) => value.toFixed(3).replace("-", "−");
    ok(ics.includes(shown(ahead)) && ics.includes(shown(honest)), ics);
    equal(/instead of/.test(ics), ahead > honest && shown(ahead) !== shown(honest), ics);
    equal(/above the planted/.test(ics), shown(ahead) > shown(planted) && ahead > planted, ics);

    // One word, one line.
    const old = prompt(DEFAULT_RUBRIC, brief);
    const pillars = DEFAULT_RUBRIC.pillars.map((pillar) => ({
      ...pillar,
      questions: pillar.questions.map((one) => one.replaceAll("dearer", "costlier")),
    }));
    const reworded = { ...DEFAULT_RUBRIC, pillars };
    const changed = prompt(reworded, brief);
    const lines = changedLines(old.system, changed.system);
    equal(lines.removed.length, 1);
    equal(old.system.replace("dearer", "costlier"), changed.system);
    equal(old.user, changed.user);

    // The ballot, added up by hand.
    const verdict = await convene(snapshot);
    const ballot = verdict.ballots.find((one) => one.sector === sector)!;
    const given = PILLARS.map((pillar) => ballot.subScores[pillar]);
    const weights = [0.5, 0.25, 0.25];
    let sum = 0, share = 0;
    given.forEach((one, i) => {
      if (one.kind !== "score") return;
      sum += weights[i] * one.score;
      share += weights[i];
    });
    const { score } = ballotScore(ballot, DEFAULT_WEIGHTS);
    const strip = ballotStrip(ballotRows(ballot, DEFAULT_WEIGHTS), {
      name: SECTOR_LABELS[sector],
      ...(score === undefined ? {} : { score, rating: rating(score) }),
      source,
    }).title;
    const rated = Math.floor(sum / share + 0.5);
    ok(strip.endsWith(`a score of ${(sum / share).toFixed(2)} and a rating of ${rated}`), strip);

    // The spoilt answers, by what was done to them.
    const answers = spoiltAnswers(await hundredBallots(snapshot, { seed }), { seed });
    const read = readAnswers(answers);
    const spoilt = answers.filter(({ fault }) => fault !== undefined);
    const kinds = new Set(spoilt.map(({ fault }) => fault)).size;
    equal(
      faultWaffle(faultParts(read), { source }).title,
      `${answers.length - spoilt.length} of ${answers.length} answers are ballots; ` +
        `${spoilt.length} fail, by ${kinds} kinds of fault`,
    );
    const distance = (withThrees: boolean) =>
      SECTORS.slice(0, 10).reduce((total, one) => {
        const own = answers.filter((answer) => answer.sector === one);
        let sum = 0, share = 0;
        PILLARS.forEach((pillar, i) => {
          const values = own.flatMap(({ raw, fault }) => {
            if (fault !== undefined) return withThrees ? [3] : [];
            const value = JSON.parse(raw).subScores[pillar];
            return value.kind === "score" ? [value.score] : [];
          });
          if (values.length === 0) return;
          sum += weights[i] * medianOf(values);
          share += weights[i];
        });
        return total + (share > 0 ? Math.abs(sum / share - 3) : 0);
      }, 0);
    const { kept, drifted } = verdictsOf(read, snapshot);
    const drift = driftBars(driftBarRows(driftRows(kept, drifted)), { source }).title;
    const lost = 1 - distance(true) / distance(false);
    ok(drift.includes(`${Math.abs(lost * 100).toFixed(0)} %`) || Math.abs(lost) < 0.005, drift);
    equal(/would cost/.test(drift), lost >= 0.005, drift);

    // Hostile headlines.
    const asked = { text: PLANTED_INSTRUCTIONS[0].text, askedAt: decision };
    const gullible = await injectionRows(
      gullibleAnalyst(rulesAnalyst()),
      briefs(snapshot),
      asked,
    );
    const guarded = await injectionRows(guardedAnalyst(rulesAnalyst()), briefs(snapshot), asked);
    const notFive = verdict.sectors.filter((one) => one.score !== 5).length;
    equal(
      scoreDumbbell(injectionPanels({ gullible, guarded }), { source }).title,
      `Scores that move: gullible ${notFive} of 11, guarded 0 of 11`,
    );

    // The funnel, recounted.
    const skimming = inattentiveAnalyst(rulesAnalyst(), { seed, missedShare: 0.5 });
    const fast = await convene(snapshot, { analysts: [skimming] });
    const saving = funnel(funnelScores(fast, verdict), { keepFrom: 0.5, triggerFrom: 1 });
    const far = (of: typeof fast, i: number, by: number) =>
      of.sectors[i].score === undefined ? undefined : Math.abs(of.sectors[i].score - 3) >= by;
    const all = snapshot.sectors.map((_, i) => i);
    const keptOn = all.filter((i) => far(fast, i, 0.5) ?? true);
    const through = keptOn.filter((i) => far(verdict, i, 1));
    const missed = all.filter((i) => !keptOn.includes(i) && far(verdict, i, 1));
    const bars = funnelBars(funnelRows(saving), { withoutUsd: saving.withoutFilterUsd, source });
    const spent = (11 * 0.001 + keptOn.length * 0.24).toFixed(2);
    match(bars.title, new RegExp(`^${through.length} of 11 sectors comes? through, for \\$`));
    ok(bars.title.endsWith(`$${spent} instead of $2.64`), bars.title);
    const caption = funnelCaption(saving);
    for (const i of missed) ok(caption.includes(SECTOR_LABELS[snapshot.sectors[i]]), caption);
    equal(caption.includes("lost no sector"), missed.length === 0);

    // The exercises hold for this run too, by asking the committee as the text proposes.
    const moved = minuteCase(market, snapshot);
    ok(moved, "a report whose minute matters");
    const [onTime, tooLate] = [await convene(moved.onTime), await convene(moved.late)];
    const count = onTime.sectors.filter((one, i) => one.score !== tooLate.sectors[i].score).length;
    equal(check("01.4", count, moved).kind, "right");
    for (const wrong of [0, 11]) equal(check("01.4", wrong, moved).kind, "mistake");
    equal(check("01.3", RIGHT, sixBallots(ballot)).kind, "right");
  });
}

const RIGHT = {
  A: "valid",
  B: "wrong_sum",
  C: "wrong_sector",
  D: "missing",
  E: "valid",
  F: "out_of_range",
};

Deno.test("the guesses of lesson 01 reach their charts", () => {
  equal(predict("01.1", 2.5).kind, "mistake");
  equal(guessOf("01.1"), undefined);
  match(predict("01.1", 4).message, /Your guess: 4\./);
  const guess = { row: "filings", count: guessOf("01.1")! };
  const tick = { row: "filings", at: "2024-05-03T07:30" };
  const options = { decision: "2024-05-03T16:00", source: "Source: simulated, seed 7." };
  match(timelineTicks([tick], { ...options, guess }).svg(), /your guess: 4/);
  match(predict("01.5", 40).message, /40 is read as 40 %/);
  const bars = driftBars([{ label: "Energy", kept: 4, drifted: 3.5 }], {
    guess: guessOf("01.5"),
    source: options.source,
  });
  match(bars.caption, /your guess of 40\.0 % would lead/);
});

Deno.test("every exercise of lesson 01 has a sentence for answers of the wrong kind", async () => {
  const { market, snapshot } = await sectorDecision("simulated", { seed: 8, sector });
  const contexts: Readonly<Record<string, unknown>> = {
    "01.2": filingCase(snapshot.day),
    "01.3": sixBallots((await convene(snapshot)).ballots[0]),
    "01.4": minuteCase(market, snapshot),
  };
  const wrong: readonly [unknown, RegExp][] = [
    [Promise.resolve(3), /write await before it/],
    [null, /null/],
    [[1, 2], /a list of 2/],
    [() => 3, /a function; to get its value, call it/],
    [NaN, /NaN/],
  ];
  for (const id of ["01.1", "01.2", "01.3", "01.4", "01.5"]) {
    for (const [answer, message] of wrong) {
      const said = check(id, answer, contexts[id]);
      equal(said.kind, "mistake", id);
      match(said.message, message, id);
    }
  }
  // A cell that forgot its third argument is told so.
  for (const id of ["01.2", "01.3"]) {
    const answer = id === "01.2" ? "2024-03-31" : RIGHT;
    match(String(check(id, answer)), /^Not yet\. The third argument must be/);
  }
});

Deno.test("01.1 knows the score and its usual mistakes", () => {
  const said = (score: number, rating: number) => String(check("01.1", { score, rating }));
  match(said(3.25, 3), /^Right\./);
  match(said(11 / 3, 4), /plain mean.*, and 4 its rating/);
  match(said(3.67, 4), /plain mean/);
  match(said(3, 3), /rounded first/);
  match(said(3.25, 4), /nearest whole number/);
  match(said(3.25, 3.25), /whole number from 1 to 5/);
  match(said(325, 3), /in percent/);
  match(said(11, 3), /bare sum/);
  match(said(2, 2), /Multiply each/);
  match(String(check("01.1", 3.25)), /an object such as/);
});

Deno.test("01.2 tells the period's end from the filing, and the evening from the decision", async () => {
  const { snapshot } = await sectorDecision("simulated", { seed: 8, sector });
  const filings = filingCase(snapshot.day);
  const [oldest, right, evening, newest] = filings.filings.map(({ periodEnd }) => periodEnd);
  match(String(check("01.2", right, filings)), /^Right\./);
  match(String(check("01.2", newest, filings)), /a period's end is not the day/);
  match(String(check("01.2", evening, filings)), /same evening, after the close/);
  match(String(check("01.2", oldest, filings)), /a newer one was known/);
  const filedOn = filings.filings[1].availableAt.slice(0, 10);
  match(String(check("01.2", filedOn, filings)), /the day of a filing/);
  match(String(check("01.2", "June", filings)), /Write the quarter's last day/);
  match(String(check("01.2", "1999-12-31", filings)), /to the minute/);
  match(String(check("01.2", 3, filings)), /a text in quotation marks/);
});

Deno.test("01.3 counts an abstention as an answer and a wrong sum as a failure", async () => {
  const { snapshot } = await sectorDecision("simulated", { seed: 8, sector });
  const six = sixBallots((await convene(snapshot)).ballots[0]);
  const said = (changed: Partial<typeof RIGHT>) =>
    String(check("01.3", { ...RIGHT, ...changed }, six));
  match(said({}), /^Right\. B, C, D and F fail/);
  match(said({ F: "out of range" }), /^Right\./);
  match(said({ A: "missing" }), /abstains on a pillar/);
  match(said({ B: "valid" }), /a sum of its own/);
  match(said({ D: "valid" }), /polite/);
  match(said({ E: "wrong_sum" }), /contradicts nothing/);
  match(said({ C: "nonsense" }), /no such rule/);
  match(said({ C: "missing" }), /Five of 6 are right/);
  match(String(check("01.3", { A: "valid" }, six)), /lacks B, C, D, E, F/);
});

Deno.test("01.4 names a share, a count beyond the sectors, and data without reports", async () => {
  const { market, snapshot } = await sectorDecision("simulated", { seed: 8, sector });
  const moved = minuteCase(market, snapshot)!;
  match(String(check("01.4", 0.3, moved)), /A count is asked for, not a share/);
  match(String(check("01.4", 30, moved)), /There are 11 sectors/);
  equal(check("01.4", 3, undefined).kind, "note");
});
