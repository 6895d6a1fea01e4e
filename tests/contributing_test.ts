/**
 * What else belongs to a thing that is added, as .github/CONTRIBUTING.md lists it: a part that is
 * forgotten fails here, or beside its own kind (`tests/cli/options/commands_test.ts`,
 * `tests/lessons/kit/answers_test.ts`, `tests/portfolio/limits/catalogue_test.ts`).
 */
import { readStressWindows } from "lab/hedging";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { basename, dirname } from "node:path/posix";
import { EXERCISES } from "./lessons/every_lesson.ts";

const ROOT = new URL("../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));
const files = (folder: string) =>
  [...Deno.readDirSync(new URL(folder, ROOT))].flatMap(({ name, isFile }) => isFile ? [name] : [])
    .sort();

Deno.test("a task stands in README.md, and says what it does", () => {
  const readme = read("README.md");
  const { tasks } = JSON.parse(read("deno.json")) as {
    tasks: Record<string, { description?: string }>;
  };
  for (const [name, { description }] of Object.entries(tasks)) {
    match(readme, new RegExp(`\\btask ${name}\\b`), `deno task ${name} is not in README.md`);
    ok(description, `deno task ${name} has no description`);
  }
});

Deno.test("a file that README or a lesson names is there, and so is a module", () => {
  const lessons = files("notebooks").map((name) => `notebooks/${name}`);
  const solutions = files("notebooks/solutions").map((name) => `notebooks/solutions/${name}`);
  const { imports } = JSON.parse(read("deno.json")) as { imports: Record<string, string> };
  for (const text of ["README.md", "data/README.md", ...lessons, ...solutions]) {
    const said = read(text);
    for (
      const [path] of said.matchAll(
        /\b(?:lib|tests|notebooks|data)\/[\w./]+\.(?:ts|csv|json|md)\b/g,
      )
    ) {
      ok(files(dirname(path)).includes(basename(path)), `${text} names ${path}`);
    }
    for (const [, name] of said.matchAll(/[`"](lab\/[\w/]+)\\?[`"]/g)) {
      ok(name in imports, `${text} names ${name}`);
    }
  }
});

Deno.test("a folder of the library stands in the map of README.md", () => {
  const map = read("README.md").split("## Where things are")[1].split("\n## ")[0];
  for (const { name, isDirectory } of Deno.readDirSync(new URL("lib", ROOT))) {
    if (isDirectory) ok(map.includes(`\`lib/${name}\``), `lib/${name} is not in the map`);
  }
});

Deno.test("a chart is in the list of charts, and has tests and a stored picture", () => {
  const beside = ["mod.ts", "save_figure.ts"];
  const list = read("lib/charts/mod.ts");
  const tests = files("tests/charts"), pictures = files("tests/charts/snapshots");
  for (const name of files("lib/charts").filter((name) => !beside.includes(name))) {
    const stem = name.slice(0, -3);
    ok(list.includes(`"./${name}"`), `lib/charts/mod.ts lists nothing of ${name}`);
    ok(tests.includes(`${stem}_test.ts`), `tests/charts/${stem}_test.ts is not there`);
    ok(pictures.includes(`${stem}.svg.snap`), `figureTests() draws no ${stem}`);
  }
});

Deno.test("a lesson has an entry of its own, solutions, and a place in each list of lessons", () => {
  const { imports } = JSON.parse(read("deno.json")) as { imports: Record<string, string> };
  const issue = read(".github/ISSUE_TEMPLATE/lesson.yml");
  for (const name of files("notebooks").filter((name) => name.endsWith(".ipynb"))) {
    const lesson = name.replace(".ipynb", ""), number = lesson.slice(0, 2);
    equal(imports[`lab/lesson/${number}`], `./lib/lessons/${lesson}/mod.ts`);
    ok(files("notebooks/solutions").includes(`${lesson}.md`), `${lesson} has no solutions`);
    ok(read("README.md").includes(`| \`${lesson}\``), `README.md does not list ${lesson}`);
    ok(read("notebooks/README.md").includes(`](${name})`), `notebooks/README.md: no ${lesson}`);
    ok(issue.includes(`- ${lesson.replaceAll("_", " ")}\n`), `lesson.yml does not list ${lesson}`);
    ok(EXERCISES.some(({ id }) => id.startsWith(number)), `every_lesson.ts has no ${lesson}`);
  }
});

Deno.test("an exercise is asked in its notebook, and solved in its solutions", () => {
  const lessons = files("notebooks").filter((name) => name.endsWith(".ipynb"));
  for (const { id } of EXERCISES) {
    const lesson = lessons.find((name) => name.startsWith(`${id.slice(0, 2)}_`))!;
    const solutions = read(`notebooks/solutions/${lesson.replace(".ipynb", ".md")}`);
    // Quotation marks of a cell are escaped in the file.
    ok(read(`notebooks/${lesson}`).includes(`check(\\"${id}\\"`), `${lesson} asks no ${id}`);
    ok(solutions.includes(`**${id}**`), `the solutions to ${lesson} lack ${id}`);
    ok(solutions.includes(`check("${id}"`), `the solution of ${id} is not run`);
  }
});

Deno.test("a data file has its card, and each card its file", () => {
  const cards = [...read("data/README.md").matchAll(/^## (.*)$/gm)]
    .flatMap(([, names]) => names.split(", "));
  // A licence stands with what it is the licence of.
  const kept = files("data").filter((name) => name !== "README.md" && !/license/.test(name));
  const lone = [...new Set(cards).symmetricDifference(new Set(kept))];
  deepEqual(lone, [], "a file without a card in data/README.md, or a card without a file");
});

Deno.test("the card of the stress windows counts them as they are", async () => {
  const windows = await readStressWindows();
  const days = windows.flatMap(({ from, to }) => [from, to]).sort();
  match(
    read("data/README.md"),
    new RegExp(`\\| Period \\| ${windows.length} windows, ${days[0]} to ${days.at(-1)} \\|`),
  );
});
