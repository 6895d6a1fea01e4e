/**
 * Every lesson with other choices at its top: other seeds, the bundled industries, price files. No
 * cell may fail; that titles stay true is each lesson's own test.
 */
import { deepEqual, ok } from "node:assert/strict";
import { join } from "node:path";
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
