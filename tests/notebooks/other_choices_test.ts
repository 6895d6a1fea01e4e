/**
 * Every lesson with other choices at its top: other seeds, the bundled industries, price files, recorded
 * answers. No
 * cell may fail; that titles stay true is each lesson's own test.
 */
import { deepEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { runCommittee } from "../../lib/cli/committee.ts";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { type Lesson, lessons, runNotebooks } from "../../lib/cli/setup/lessons.ts";
import { SOAK } from "../soak.ts";

const lab = await ensureLab();
const notebooks = (await lessons(lab.paths.root)).filter(({ kind }) => kind === "notebook");
const folder = join(lab.paths.state, "choices");
const realPrices = new URL("../../../shared/data/sectors_adjclose.csv", import.meta.url).pathname;

interface Choice {
  readonly what: string;
  /** The line of the choices cell that is replaced, and by what. */
  readonly line: RegExp;
  readonly by: string;
}

const seedOf = (seed: number): Choice => ({
  what: `seed ${seed}`,
  line: /const seed = \d+;/,
  by: `const seed = ${seed};`,
});
const dataOf = (data: string): Choice => ({
  what: `data ${data.split("/").at(-1)}`,
  line: /const data(: string)? = \\"simulated\\";/,
  by: `const data: string = ${JSON.stringify(JSON.stringify(data)).slice(1, -1)};`,
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

const seeds = SOAK ? Array.from({ length: 20 }, (_, i) => i + 1) : [3];
const choices = [
  ...seeds.map(seedOf),
  dataOf("industries"),
  ...(SOAK && exists(realPrices) ? [dataOf(realPrices)] : []),
];

async function withChoice(lesson: Lesson, { what, line, by }: Choice): Promise<string> {
  const text = await Deno.readTextFile(lesson.path);
  ok(line.test(text), `${lesson.name} has no line that chooses ${what}`);
  const path = join(folder, `${lesson.name} ${what}.ipynb`);
  await Deno.writeTextFile(path, text.replace(line, by));
  return path;
}

/** What a reader has recorded with the command: the rules beside who is in the bundled recording. */
async function recordedBy(name: string): Promise<string> {
  const path = join(folder, `answers of ${name}.json`);
  const words = name.startsWith("01") ? ["--seed", "8", "--as-of", "2026-05-01"] : [
    ...["--seed", "62", "--as-of", "2026-07-02", "--analysts", "rules,replay/recorded_answers"],
    ...["--recording", join(lab.paths.root, "data/recorded_answers.json")],
  ];
  await Deno.mkdir(folder, { recursive: true });
  await runCommittee([...words, "--record", "off", "--record-answers", path], {
    say: () => {},
    tell: () => {},
  });
  return path;
}

for (const { name, path } of notebooks.filter(({ name }) => /^0[12]/.test(name))) {
  Deno.test(`${name} plays a recording of the reader's, by one line`, async () => {
    const answers = await recordedBy(name);
    const choice = {
      what: "answers of a reader",
      line: /const recording: string = \\"stand-ins\\";/,
      by: `const recording: string = ${JSON.stringify(JSON.stringify(answers)).slice(1, -1)};`,
    };
    const copy = await withChoice({ name, path, kind: "notebook" }, choice);
    const saved = join(folder, `${name} saved.ipynb`);
    try {
      const [{ errors }] = await runNotebooks(lab, [{ path: copy, save: saved }]);
      deepEqual(errors, []);
      const text = await Deno.readTextFile(saved);
      ok(text.includes("recorded by deno task committee --record-answers"), "it says who speaks");
    } finally {
      for (const one of [answers, copy, saved]) await Deno.remove(one).catch(() => {});
    }
  });
}

for (const lesson of notebooks.filter(({ name }) => /^\d/.test(name))) {
  for (const choice of choices) {
    Deno.test(`${lesson.name} runs with ${choice.what}`, async () => {
      await Deno.mkdir(folder, { recursive: true });
      const path = await withChoice(lesson, choice);
      try {
        const [{ errors }] = await runNotebooks(lab, [{ path }]);
        deepEqual(errors, []);
      } finally {
        await Deno.remove(path);
      }
    });
  }
}
