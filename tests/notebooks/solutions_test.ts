/** Each lesson's solutions, run behind its own cells as shipped: all of them are right. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";

const root = new URL("../../", import.meta.url).pathname, folder = join(root, "notebooks");
const IMPORT = /^import \{([^}]*)\} from ("[^"]+");.*$/gm;

/** Cells as one module, without the exercises; it ends in the solutions, each in a block of its own. */
async function withSolutions(lesson: string): Promise<string> {
  const { cells } = JSON.parse(await Deno.readTextFile(join(folder, `${lesson}.ipynb`))) as {
    cells: { cell_type: string; source: string[] }[];
  };
  const code = cells.filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => source.join(""));
  const solutions = await Deno.readTextFile(join(folder, "solutions", `${lesson}.md`));
  const blocks = [...solutions.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block);
  ok(blocks.length >= 3);
  const known = new Set(
    code.flatMap((cell) => [...cell.matchAll(IMPORT)].flatMap(([, names]) => names.split(",")))
      .map((name) => name.trim()),
  );
  const more = blocks.flatMap((block) => [...block.matchAll(IMPORT)]).flatMap(([, names, from]) =>
    names.split(",").map((name) => name.trim()).filter((name) => !known.has(name)).map((name) => {
      known.add(name);
      return `import { ${name} } from ${from};`;
    })
  );
  const judged = blocks.map((block) =>
    `{\n${block.replace(IMPORT, "").replace(/^check\(/gm, "judgedNow(")}\n}`
  );
  return [
    ...more,
    ...code,
    "const judgedNow = (id: string, answer: unknown, context?: unknown) => {",
    "  const { kind, message } = check(id, answer, context);",
    "  console.log(JSON.stringify({ solution: id, kind, message }));",
    "};",
    ...judged,
    "Deno.exit(0);",
  ].join("\n");
}

for await (const { name } of Deno.readDir(folder)) {
  const lesson = /^(\d\d_\w+)\.ipynb$/.exec(name)?.[1];
  if (!lesson) continue;
  Deno.test(`${lesson}: its solutions are right`, async () => {
    // The project's names and lock hold by its configuration; trials go into a file of their own.
    const made = await Deno.makeTempDir();
    try {
      const path = join(made, "solutions.ts");
      await Deno.writeTextFile(path, await withSolutions(lesson));
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", `--config=${join(root, "deno.json")}`, path],
        env: { LAB_TRIALS: join(made, "trials.jsonl") },
        cwd: folder,
      }).output();
      equal(code, 0, new TextDecoder().decode(stderr));
      const said = new TextDecoder().decode(stdout).split("\n")
        .filter((line) => line.startsWith('{"solution"')).map((line) => JSON.parse(line));
      ok(said.length >= 3);
      deepEqual(said.filter(({ kind }) => kind !== "right" && kind !== "complete"), []);
      console.log(said.map(({ solution, kind }) => `${solution} ${kind}`).join(", "));
    } finally {
      await Deno.remove(made, { recursive: true });
    }
  });
}
