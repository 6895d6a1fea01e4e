import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  declaredNames,
  explainMissing,
  openNotebook,
  topLevelNames,
} from "../../lib/live/in_order.ts";

Deno.test("topLevelNames() finds what a cell declares for the cells below", () => {
  deepEqual(topLevelNames("const seed = 62; // a seed, const no = 1"), ["seed"]);
  deepEqual(topLevelNames('const day = "last, b = 2", accountUsd = 100_000;'), [
    "day",
    "accountUsd",
  ]);
  deepEqual(topLevelNames("const { a, b: c, d = 1, ...e } = await f({ g: 1 });\nlet h = 2;"), [
    "a",
    "c",
    "d",
    "e",
    "h",
  ]);
  deepEqual(topLevelNames("const [x, y] = pair(1, 2), z: number[] = [1, 2];"), ["x", "y", "z"]);
  deepEqual(topLevelNames("for (const i of [1]) {\n  const inner = i;\n}\nclass K {}"), ["K"]);
  deepEqual(topLevelNames("async function load(a: number, b = 2) { return a; }"), ["load"]);
  deepEqual(topLevelNames('import { x } from "lab/units";\ncheck("00.1", undefined)'), []);
});

const notebook = {
  cells: [
    { cell_type: "markdown", source: "# A lesson\n\nWords." },
    { cell_type: "code", source: ["const seed = 7;\n", "seed"] },
    { cell_type: "markdown", source: "## 2. The book" },
    { cell_type: "code", source: "const book = 1;" },
    { cell_type: "code", source: "const book = 2, more = 3;" },
  ],
};

Deno.test("declaredNames() names cell and section, each name where it comes first", () => {
  deepEqual(declaredNames(notebook), [
    { name: "seed", cell: 1, section: "A lesson" },
    { name: "book", cell: 2, section: "2. The book" },
    { name: "more", cell: 3, section: "2. The book" },
  ]);
});

Deno.test("a name that is not there yet says which cell makes it, until it is there", () => {
  const scope: Record<string, unknown> = { seed: 5 };
  explainMissing(declaredNames(notebook), scope);
  equal(scope.seed, 5, "what is there is left alone");
  throws(
    () => scope.book,
    /^ReferenceError: book is not there yet: code cell 2 in “2\. The book” makes it\. Run the cells/,
  );
  scope.book = 8;
  equal(scope.book, 8);
});

Deno.test("openNotebook() reads the copy that is run, under whatever name", async () => {
  const folder = await Deno.makeTempDir();
  const places = { lessons: join(folder, "lessons"), folder, session: undefined };
  const write = async (name: string, source: string) => {
    const path = join(folder, name);
    await Deno.writeTextFile(path, JSON.stringify({ cells: [{ cell_type: "code", source }] }));
    return path;
  };
  const namesIn = (options: { session?: string }) => {
    const found = openNotebook("00_quickstart", { ...places, ...options });
    return found && declaredNames(found).map(({ name }) => name);
  };
  equal(namesIn({}), undefined);
  await write("another.ipynb", 'inOrder("01_agent_analysis");\nconst a = 1;');
  await Deno.writeTextFile(join(folder, "broken.ipynb"), "{");
  equal(namesIn({}), undefined);
  await write("my own.ipynb", 'inOrder("00_quickstart");\nconst b = 1;');
  deepEqual(namesIn({}), ["b"], "a copy beside the kernel");
  await Deno.mkdir(places.lessons);
  await write("lessons/00_quickstart.ipynb", "const c = 1;");
  deepEqual(namesIn({}), ["c"], "the lesson itself");
  deepEqual(namesIn({ session: await write("run.ipynb", "const d = 1;") }), ["d"]);
  deepEqual(namesIn({ session: join(folder, "renamed since.ipynb") }), ["c"]);
  await Deno.remove(folder, { recursive: true });
});
