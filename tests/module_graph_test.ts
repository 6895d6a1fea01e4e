/**
 * How the library hangs together: which file may import which, and how long files and functions are.
 *
 * Files are read by Deno's own parser, types included: two files that only share types cannot be read
 * or moved without each other either.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";

/**
 * The one direction: a folder, or a file beside the folders, imports from the rows above its own and
 * never from its own row. Whoever adds a folder puts it into the earliest row that it can stand in.
 */
const LAYERS: readonly (readonly string[])[] = [
  ["near_name.ts", "outside_text.ts", "proxy_variables.ts", "words.ts"],
  ["arguments.ts", "errors.ts", "strict_fields.ts"],
  ["units.ts"],
  ["days.ts", "log"],
  ["stats"],
  ["charts", "allocation", "evidence", "market"],
  ["performance"],
  ["committee", "tear_sheet"],
  ["portfolio", "providers", "signals"],
  ["audit", "hedging", "record", "sources"],
  ["settings.ts"],
  ["research"],
  ["scores", "scorecard"],
  ["study", "sweep"],
  ["desk"],
  ["week"],
  ["availability", "live", "memo"],
  ["lessons"],
  ["cli"],
];

/**
 * Folders at the side of the chain, and who alone may import them. The desk shows no order that
 * the audit has not judged; everything else that lies after them would only come to lean on them.
 */
const SIDE: Readonly<Record<string, readonly string[]>> = {
  charts: ["tear_sheet", "memo", "live", "lessons", "cli"],
  audit: ["desk", "lessons", "cli"],
};

const MOST_LINES = 500, MOST_MEDIAN = 110, MOST_FUNCTION_LINES = 100;
/** How a function says, in a comment inside, why it is longer. */
const REASON = /^\s*Long because \S+ \S+/;

interface LongFunction {
  readonly name: string;
  readonly lines: number;
  readonly hasReason: boolean;
}

interface SourceFile {
  readonly lines: number;
  /** Files of the library, by their path below `lib`. */
  readonly imports: readonly string[];
  readonly long: readonly LongFunction[];
}

type FunctionNode =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

/** Reads one file; `path` lies below `lib`. */
function sourceFile(path: string, text: string): SourceFile {
  const imports = new Set<string>(), long: LongFunction[] = [];
  const isImported = (from: Deno.lint.Node | null | undefined) => {
    if (from?.type !== "Literal" || typeof from.value !== "string") return;
    if (from.value.startsWith(".")) imports.add(normalize(join(dirname(path), from.value)));
  };
  const create = ({ sourceCode }: Deno.lint.RuleContext): Deno.lint.LintVisitor => {
    const measured = (node: FunctionNode) => {
      const [from, to] = node.range, lines = sourceCode.text.slice(from, to).split("\n").length;
      if (lines <= MOST_FUNCTION_LINES) return;
      const hasReason = sourceCode.getAllComments().some(({ range: [start, end], value }) =>
        from < start && end < to && REASON.test(value)
      );
      long.push({ name: nameOf(node), lines, hasReason });
    };
    return {
      ImportDeclaration: ({ source }) => isImported(source),
      ExportNamedDeclaration: ({ source }) => isImported(source),
      ExportAllDeclaration: ({ source }) => isImported(source),
      ImportExpression: ({ source }) => isImported(source),
      TSImportType: ({ argument }) =>
        isImported(argument.type === "TSLiteralType" ? argument.literal : argument),
      FunctionDeclaration: measured,
      FunctionExpression: measured,
      ArrowFunctionExpression: measured,
    };
  };
  const found = Deno.lint.runPlugin({ name: "graph", rules: { read: { create } } }, path, text);
  deepEqual(found, []);
  return { lines: text.split("\n").length - 1, imports: [...imports], long };
}

function nameOf(node: FunctionNode): string {
  if (node.type !== "ArrowFunctionExpression" && node.id) return node.id.name;
  const { parent } = node;
  if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
    return parent.id.name;
  }
  if (parent.type === "MethodDefinition" || parent.type === "Property") {
    if (parent.key.type === "Identifier") return parent.key.name;
  }
  return "a function without a name";
}

const ROOT = new URL("../lib/", import.meta.url);
const files = new Map(
  (readdirSync(ROOT, { recursive: true }) as string[])
    .map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(".ts")).sort()
    .map((path) => [path, sourceFile(path, readFileSync(new URL(path, ROOT), "utf8"))]),
);

type Graph = ReadonlyMap<string, readonly string[]>;

/** Files of the shortest circle through a file, it first; nothing where there is none. */
function circleThrough(graph: Graph, start: string): readonly string[] | undefined {
  const from = new Map<string, string>(), queue = [start];
  for (const at of queue) {
    for (const next of graph.get(at) ?? []) {
      if (next === start) {
        const way = [at];
        while (way[0] !== start) way.unshift(from.get(way[0])!);
        return way;
      }
      if (from.has(next)) continue;
      from.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

/** The shortest circle through each file that lies on one, each circle once. */
function circles(graph: Graph): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  for (const start of graph.keys()) {
    const circle = circleThrough(graph, start);
    const key = circle?.toSorted().join();
    if (circle && key && !found.has(key)) found.set(key, circle);
  }
  return [...found.values()];
}

const graph = new Map([...files].map(([path, { imports }]) => [path, imports]));
const folderOf = (path: string) => path.split("/")[0];
const rowOf = (folder: string) => LAYERS.findIndex((row) => row.includes(folder));

/** Fails with every sentence, a line each. */
const none = (sentences: readonly string[]) => ok(sentences.length === 0, sentences.join("\n"));

Deno.test("no two files of the library import each other, by whatever way round", () => {
  none(circles(graph).map((circle) => [...circle, circle[0]].join(" → ")));
});

Deno.test("every import of the library leads to a file that is there", () => {
  const lost = [...files].flatMap(([path, { imports }]) =>
    imports.filter((to) => !files.has(to) && to.endsWith(".ts")).map((to) => `${path} → ${to}`)
  );
  none(lost);
});

Deno.test("imports point one way, and the chain leans on nothing at its side", () => {
  const wrong = [...files].flatMap(([path, { imports }]) => {
    const from = folderOf(path);
    return imports.filter((to) => {
      const folder = folderOf(to);
      if (folder === from) return false;
      return !(rowOf(folder) < rowOf(from)) || (SIDE[folder]?.includes(from) === false);
    }).map((to) => `${path} → ${to}`);
  });
  none(wrong);
});

Deno.test("every folder of the library has its row, and every row is there", () => {
  const named = LAYERS.flat(), there = [...new Set([...files.keys()].map(folderOf))];
  deepEqual(there.filter((one) => !named.includes(one)), [], "put it into LAYERS");
  deepEqual(named.filter((one) => !there.includes(one)), [], "take it out of LAYERS");
  equal(new Set(named).size, named.length);
});

Deno.test(`no file of the library has more than ${MOST_LINES} lines, and half of them few`, () => {
  const long = [...files].filter(([, { lines }]) => lines > MOST_LINES);
  none(long.map(([path, { lines }]) => `${path}: ${lines} lines`));
  const all = [...files.values()].map(({ lines }) => lines).sort((a, b) => a - b);
  const median = all[all.length >> 1];
  ok(median < MOST_MEDIAN, `the median file has ${median} lines`);
});

Deno.test(`a function of more than ${MOST_FUNCTION_LINES} lines says why`, () => {
  const long = [...files].flatMap(([path, { long }]) =>
    long.filter(({ hasReason }) => !hasReason).map(({ name, lines }) =>
      `${path} ${name}: ${lines} lines`
    )
  );
  none(long);
});

Deno.test("the reader sees imports of types, names handed on, and imports inside an expression", () => {
  const text = `
    import type { A } from "./a.ts";
    import { type B } from "../stats/b.ts";
    export { c } from "./c.ts";
    export * from "./inner/d.ts";
    type E = import("./e.ts").E;
    const f = () => import("./f.ts");
    // import { g } from "./g.ts";
    const h = 'import { h } from "./h.ts"';
    import { z } from "zod";
  `;
  deepEqual(sourceFile("market/x.ts", text).imports.toSorted(), [
    "market/a.ts",
    "market/c.ts",
    "market/e.ts",
    "market/f.ts",
    "market/inner/d.ts",
    "stats/b.ts",
  ]);
});

Deno.test("a circle is named by its files, the shortest way round", () => {
  const graph = new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", ["d", "a"]], ["d", ["a"]], ["e", [
    "a",
  ]]]);
  deepEqual(circles(graph), [["a", "b", "c"], ["d", "a", "b"]]);
  deepEqual(circles(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), []);
  deepEqual(circles(new Map([["a", ["a"]]])), [["a"]]);
});

Deno.test("a long function is told by its lines, and its reason by the comment inside it", () => {
  const long = (inside: string) =>
    sourceFile(
      "x.ts",
      `// Long because of what.\nconst f = () => {\n${inside}${"1;\n".repeat(99)}};\n`,
    ).long;
  deepEqual(long(""), [{ name: "f", lines: 101, hasReason: false }]);
  deepEqual(long("// Long because one walk writes all fields.\n")[0].hasReason, true);
  deepEqual(long("// Long.\n")[0].hasReason, false);
  deepEqual(sourceFile("x.ts", `function g() {\n${"1;\n".repeat(98)}}`).long, []);
});
