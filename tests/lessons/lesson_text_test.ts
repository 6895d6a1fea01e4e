/** What the lessons' prose says of the lab itself: links lead somewhere, and nothing is promised. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";

const folder = new URL("../../notebooks/", import.meta.url).pathname;
const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => /^\d\d_.*\.ipynb$/.test(name)).sort();

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
}

const lessons = names.map((name) => {
  const { cells } = JSON.parse(Deno.readTextFileSync(join(folder, name))) as { cells: Cell[] };
  const of = (kind: string) =>
    cells.filter(({ cell_type }) => cell_type === kind).map(({ source }) => source.join(""));
  return { name, number: name.slice(0, 2), prose: of("markdown").join("\n\n"), code: of("code") };
});
const numbers = lessons.map(({ number }) => number);

for (const { name, number, prose } of lessons) {
  Deno.test(`${name}: every link leads to a file, and other lessons are named by links`, () => {
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
    ok(links.length > 1);
    for (const to of links) {
      if (/^https?:/.test(to)) continue;
      ok(Deno.statSync(join(folder, to)).isFile, to);
    }
    const bare = prose.replace(/\[[^\]]*\]\([^)]*\)/g, "").replace(/`[^`]*`/g, "");
    const named = [...bare.matchAll(/\b[Ll]essons? (\d\d)/g)].map(([, to]) => to);
    deepEqual(named.filter((to) => to !== number), []);
    // And no link's words send to another lesson than its address.
    for (const [, said, to] of prose.matchAll(/\[[Ll]esson (\d\d)\]\((\d\d)_/g)) equal(said, to);
  });

  Deno.test(`${name}: its end leads on, to the next lesson or to the list`, () => {
    const next = numbers[numbers.indexOf(number) + 1];
    match(
      prose,
      next ? new RegExp(`\\*\\*Next lesson:\\*\\* \\[${next}, `) : /\[list\]\(README\.md\)/,
    );
  });
}

Deno.test("no lesson, solution or message of lab/lesson sends to a lesson that does not exist", async () => {
  const texts = [...lessons.map(({ prose, code }) => prose + code.join("\n"))];
  const rooms = [];
  for await (const { name, isDirectory } of Deno.readDir(join(folder, "../lib/lessons"))) {
    if (isDirectory) rooms.push(join(folder, "../lib/lessons", name));
  }
  for (const path of [join(folder, "solutions"), ...rooms]) {
    for await (const { name, isFile } of Deno.readDir(path)) {
      if (isFile) texts.push(await Deno.readTextFile(join(path, name)));
    }
  }
  const sent = texts.flatMap((text) =>
    [...text.matchAll(/\b[Ll]essons? (\d\d)(?: and (\d\d))?/g)].flatMap(([, a, b]) =>
      b ? [a, b] : [a]
    )
  );
  deepEqual([...new Set(sent)].filter((to) => !numbers.includes(to)), []);
});

Deno.test("an open exercise says what is computed, and is never said to be checked by its form", () => {
  for (const { prose } of lessons) ok(!/only the form/i.test(prose));
});

Deno.test("the regulator is quoted as the notice reads", () => {
  const quoted =
    "typically are unsuitable for retail investors who plan to hold them for longer than " +
    "one trading session, particularly in volatile markets";
  ok(lessons.some(({ prose }) => prose.includes(`"${quoted}"`)));
});

for (const { name, prose, code } of lessons) {
  Deno.test(`${name}: every file of the lab that it names is there`, () => {
    for (const [, path] of prose.matchAll(/`((?:lib|data|tests|notebooks)\/[^`]*)`/g)) {
      ok(Deno.statSync(join(folder, "..", path)), path);
    }
  });
  Deno.test(`${name}: no line of a cell has more than a hundred characters`, () => {
    const long = code.flatMap((cell) => cell.split("\n")).filter((line) => line.length > 100);
    deepEqual(long, []);
  });
}
