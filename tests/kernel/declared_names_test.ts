import { deepEqual, ok } from "node:assert/strict";
import { findPython } from "../../lib/cli/setup/find_python.ts";
import { topLevelNames } from "../../lib/live/in_order.ts";

const ROOT = new URL("../../", import.meta.url);

/** Code cells of all lessons, and one of every form of declaration that both sides know. */
async function cells(): Promise<readonly string[]> {
  const found = [
    "const seed = 62; // a seed, const no = 1",
    "const { a, b: c, d = 1, ...e } = await f({ g: 1 });\nlet h = 2;",
    "const [x, y] = pair(1, 2), z: number[] = [1, 2];",
    "for (const i of [1]) {\n  const inner = i;\n}\nclass K {}",
    "export async function load(a: number, b = 2) { return a; }\nfunction* many() {}",
    'const text = `const no = ${"x"}`, more = "let no = 1";',
  ];
  for await (const { name } of Deno.readDir(new URL("notebooks/", ROOT))) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = JSON.parse(await Deno.readTextFile(new URL(`notebooks/${name}`, ROOT)));
    for (const { cell_type, source } of cells) {
      if (cell_type === "code") found.push([source].flat().join(""));
    }
  }
  return found;
}

Deno.test("the kernel's relay and the lessons know the same declarations, imports apart", async () => {
  const python = await findPython(Deno.env.toObject(), { os: Deno.build.os });
  ok(python, "no Python");
  const all = await cells();
  const script = "import json, sys; sys.path.insert(0, sys.argv[1]); " +
    "from declared_names import declared_names; " +
    "print(json.dumps([[n for n, line in declared_names(c).items() " +
    "if not line.startswith('import')] for c in json.load(sys.stdin)]))";
  const child = new Deno.Command(python.executable, {
    args: ["-c", script, new URL(".lab", ROOT).pathname],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(all)));
  await writer.close();
  const { stdout } = await child.output();
  const theirs: readonly (readonly string[])[] = JSON.parse(new TextDecoder().decode(stdout));
  ok(all.length > 100, `${all.length} cells`);
  all.forEach((code, i) => deepEqual([...new Set(topLevelNames(code))], theirs[i], code));
});
