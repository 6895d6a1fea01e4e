import {
  type Analyst,
  briefs,
  convene,
  DEFAULT_RUBRIC,
  poll,
  record,
  rulesAnalyst,
} from "lab/committee";
import { DataError } from "lab/errors";
import { lessonMarket, recordedAnswers } from "lab/lesson";
import { sectorDecision } from "lab/lesson/01";
import { ensembleAnalysts, ensembleRecord } from "lab/lesson/02";
import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { day } from "lab/units";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { AS_RECORDED } from "../../../lib/lessons/02_ensemble_comparison/ensemble_record.ts";
import { apartBy } from "../../../lib/lessons/kit/recorded_answers.ts";
import { recordingText, STAND_INS } from "../record_stand_ins.ts";

const market = simulatedMarket({ seed: 7, years: 3 });
const fridays = weeklyDays(market.prices.days);

/** A recording of the reader's, in a folder that is taken away. */
async function withFile(
  text: string,
  act: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), path = join(folder, "mine.json");
  try {
    await Deno.writeTextFile(path, text);
    await act(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Answers of two analysts on some days. */
async function recorded(days: readonly string[], samples = 1): Promise<string> {
  const analysts = ensembleAnalysts({ seed: 1 }).slice(0, 2);
  const parts = await Promise.all(days.map((on) => {
    const view = snapshot(market, day(on));
    const options = { askedAt: view.decidedAt, provenance: "Two of them.", samples };
    return record(analysts, briefs(view), DEFAULT_RUBRIC, options);
  }));
  return recordingText({ ...parts[0], answers: parts.flatMap(({ answers }) => answers) });
}

Deno.test("the bundled recordings are what the stand-ins say now, and say whose they are", async () => {
  for (const { path, made } of STAND_INS) {
    const text = await Deno.readTextFile(path);
    ok(
      text === recordingText(await made()),
      "brief, rubric, market or rules have changed: run deno run -A tests/lessons/record_stand_ins.ts",
    );
    match(text, /lab's own rules.*No vendor's model is among them/);
  }
});

Deno.test("stand-ins play what was recorded, and answer anew what was not", async () => {
  const spoken = await recordedAnswers("stand-ins", "02");
  const { market, snapshot: today } = await lessonMarket("simulated", { seed: AS_RECORDED.seed });
  const standIns = ensembleAnalysts(AS_RECORDED);
  const asked: string[] = [];
  const watched = standIns.map((one): Analyst => ({
    ...one,
    answer: (brief, rubric, options) => {
      asked.push(`${brief.day} ${options.sample}`);
      return one.answer(brief, rubric, options);
    },
  }));
  const played = await convene(today, { analysts: spoken.analysts(watched) });
  deepEqual(asked, []);
  deepEqual(played, await convene(today, { analysts: standIns }));
  await convene(today, { analysts: spoken.analysts(watched), samples: 2 });
  equal(asked.length, 55);
  asked.length = 0;
  await convene(snapshot(market, weeklyDays(market.prices.days)[100]), {
    analysts: spoken.analysts(watched),
  });
  equal(asked.length, 55);
  // Other choices than those that were recorded.
  asked.length = 0;
  await convene(today, { analysts: spoken.analysts(watched, false) });
  equal(asked.length, 55);
  const lean = ensembleAnalysts({ seed: AS_RECORDED.seed, lean: {}, answers: spoken });
  const plain = await convene(today, { analysts: lean });
  ok(JSON.stringify(plain) !== JSON.stringify(played));
  deepEqual([spoken.day("last"), spoken.voice("value"), spoken.samples(12, today.day)], [
    "last",
    "value",
    12,
  ]);
});

Deno.test("lesson 01 plays the rules on the day of its decision", async () => {
  const spoken = await recordedAnswers("stand-ins", "01");
  const { snapshot: today } = await sectorDecision("simulated", {
    seed: 8,
    sector: "XLE",
    day: spoken.day("last"),
  });
  const silent: Analyst = { name: "rules", answer: () => Promise.reject(new Error("asked")) };
  deepEqual(
    await convene(today, { analysts: spoken.analysts([silent]) }),
    await convene(today, { analysts: [rulesAnalyst()] }),
  );
});

Deno.test("a reader's recording brings its own analysts, its newest day, and its samples", async () => {
  const days = [fridays[100], fridays[104]];
  await withFile(await recorded(days, 3), async (path) => {
    const spoken = await recordedAnswers(path, "02");
    match(
      String(spoken.about),
      new RegExp(
        `of balanced and value, from .*mine\\.json, about 2 days, .* to ${days[1]}\\. Two`,
      ),
    );
    equal(spoken.day("last"), days[1]);
    equal(spoken.day("2024-01-05"), "2024-01-05");
    deepEqual([spoken.voice("value"), spoken.voice("openai/fast")], ["value", "balanced"]);
    deepEqual([spoken.samples(12, days[1]), spoken.samples(2, days[1])], [3, 2]);
    const analysts = ensembleAnalysts({ seed: 9, answers: spoken });
    deepEqual(analysts.map(({ name }) => name), ["balanced", "value"]);
    const verdict = await convene(snapshot(market, days[1]), { analysts, samples: 3 });
    equal(verdict.ballots.length, 2 * 11 * 3);
  });
});

Deno.test("a question that a reader's recording lacks is an error, one without an answer is none", async () => {
  const text = await recorded([fridays[100]]);
  const { answers, ...rest } = JSON.parse(text) as {
    answers: { sector: string; analyst: string }[];
  };
  const gap = { ...rest, answers: answers.filter(({ sector }) => sector !== "XLK") };
  await withFile(JSON.stringify(gap), async (path) => {
    const analysts = (await recordedAnswers(path, "02")).analysts([]);
    const verdict = await convene(snapshot(market, fridays[100]), { analysts });
    equal(verdict.ballots.length, 20);
    const { unanswered } = await poll(analysts, briefs(snapshot(market, fridays[100])), {
      askedAt: snapshot(market, fridays[100]).decidedAt,
    });
    equal(unanswered.length, 2);
    match(unanswered[0].reason, /balanced was not recorded on XLK that day/);
    // Another day, whichever of the questions under way is the first to miss, and another market that day.
    await rejects(
      convene(snapshot(market, fridays[101]), { analysts }),
      new RegExp(`Cannot replay (?:balanced|value) on XL[A-Z]+, ${fridays[101]}, .* alone`),
    );
    const other = simulatedMarket({ seed: 8, years: 3 });
    await rejects(
      convene(snapshot(other, fridays[100]), { analysts }),
      /the brief or the rubric has changed since/,
    );
  });
});

Deno.test("a history that was recorded becomes the record of lesson 02, horizons apart", async () => {
  const days = fridays.slice(60, 124).filter((_, i) => i % 2 === 0);
  await withFile(await recorded(days), async (path) => {
    const spoken = await recordedAnswers(path, "02");
    const today = snapshot(market, day(spoken.day("last")));
    const found = await ensembleRecord(spoken.analysts([]), market, today, spoken.days);
    equal(found.tooShort, undefined);
    deepEqual(found.days, apartBy(days, today.day));
    equal(found.days.length, 15);
    equal(found.rows.length, 15 * 11 * 2);
  });
  await withFile(await recorded([fridays[100]]), async (path) => {
    const spoken = await recordedAnswers(path, "02");
    const today = snapshot(market, fridays[100]);
    const { tooShort } = await ensembleRecord(spoken.analysts([]), market, today, spoken.days);
    match(String(tooShort), /these recorded answers hold 0 past decisions with a known outcome/);
  });
});

Deno.test("recordedAnswers() says what a choice may be", async () => {
  await rejects(
    recordedAnswers("none.json", "01"),
    /none\.json.*a recording may be "stand-ins", or the path of a file that .*--record-answers/,
  );
  await rejects(recordedAnswers("", "01"), /Cannot choose a recording: .* got ""/);
  await withFile("[", async (path) => {
    await rejects(recordedAnswers(path, "01"), (error) => {
      ok(error instanceof DataError);
      match(error.message, /it is no JSON/);
      return true;
    });
  });
  await withFile('{"format": "x"}', async (path) => {
    await rejects(recordedAnswers(path, "01"), /mine\.json needs the shape/);
  });
});
