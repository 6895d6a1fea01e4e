/**
 * Every public function shows how it is called: `deno test --doc` runs the examples, this test sees
 * that they are there.
 *
 * Public is what an entry point of `deno.json` exports. Files are read by Deno's own parser.
 */
import { deepEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";

/** What one file exports: from which file another's name comes, and its own functions. */
interface Exports {
  /** By public name: the file and the name there. */
  readonly from: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  /** Files that are exported whole. */
  readonly all: readonly string[];
  /** Exported functions, and whether one of the comments before a declaration has an example. */
  readonly functions: ReadonlyMap<string, boolean>;
}

const nameOf = (node: Deno.lint.Identifier | Deno.lint.StringLiteral) =>
  node.type === "Identifier" ? node.name : node.value;

/** Reads one file; `url` is where what it imports is looked for. */
function exportsOf(url: URL, text: string): Exports {
  const from = new Map<string, { file: string; name: string }>(), all: string[] = [];
  const functions = new Map<string, boolean>();
  const create = ({ sourceCode }: Deno.lint.RuleContext): Deno.lint.LintVisitor => {
    const comments = sourceCode.getAllComments();
    const found = (name: string, node: Deno.lint.Node) => {
      const before = comments.findLast(({ range }) => range[1] <= node.range[0]);
      const hasExample = before !== undefined && before.type === "Block" &&
        sourceCode.text.slice(before.range[1], node.range[0]).trim() === "" &&
        /^\*[^]*\* @example\b[^]*```ts\n/.test(before.value);
      functions.set(name, hasExample || functions.get(name) === true);
    };
    return {
      ExportAllDeclaration: ({ source }) => void all.push(new URL(source.value, url).href),
      ExportNamedDeclaration(node) {
        const { declaration, source, specifiers } = node;
        if (source !== null) {
          const file = new URL(source.value, url).href;
          for (const { exported, local } of specifiers) {
            from.set(nameOf(exported), { file, name: nameOf(local) });
          }
        }
        if (
          declaration?.type === "FunctionDeclaration" || declaration?.type === "TSDeclareFunction"
        ) {
          if (declaration.id) found(declaration.id.name, node);
        }
        if (declaration?.type !== "VariableDeclaration") return;
        for (const { id, init } of declaration.declarations) {
          const is = init?.type === "ArrowFunctionExpression" ||
            init?.type === "FunctionExpression";
          if (is && id.type === "Identifier") found(id.name, node);
        }
      },
    };
  };
  const faults = Deno.lint.runPlugin(
    { name: "examples", rules: { read: { create } } },
    "x.ts",
    text,
  );
  deepEqual(faults, []);
  return { from, all, functions };
}

const known = new Map<string, Exports>();

function read(href: string): Exports {
  let found = known.get(href);
  if (!found) {
    known.set(href, found = exportsOf(new URL(href), readFileSync(new URL(href), "utf8")));
  }
  return found;
}

/** Names of the functions without an example that a file exports, its own and others'. */
function without(href: string): readonly string[] {
  const { from, all, functions } = read(href);
  const own = [...functions].filter(([, hasExample]) => !hasExample).map(([name]) => name);
  const others = [...from].filter(([, { file, name }]) => without(file).includes(name));
  return [...own, ...others.map(([name]) => name), ...all.flatMap(without)];
}

const ROOT = new URL("../", import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL("deno.json", ROOT), "utf8")) as {
  readonly imports: Readonly<Record<string, string>>;
};
const entries = Object.entries(imports).filter(([, to]) => to.startsWith("./lib/"));

Deno.test("every public function has an example", () => {
  const missing = entries.flatMap(([entry, to]) =>
    without(new URL(to, ROOT).href).map((name) => `${entry} ${name}`)
  );
  ok(missing.length === 0, `without an @example:\n${missing.join("\n")}`);
});

Deno.test("an example is found before a function, an overload or an arrow, and nowhere else", () => {
  const text = `
    /**
     * @example
     * \`\`\`ts
     * \`\`\`
     */
    export function a(x: string): void;
    /** Without. */
    export function a(x: number): void;
    export function a(): void {}
    /** Only the word @example. */
    export const b = () => 1;
    /**
     * @example
     * \`\`\`ts
     * \`\`\`
     */
    const c = 1;
    export async function d() {}
    export const e = 1;
    export { f as g } from "./f.ts";
    export type { H } from "./h.ts";
    export * from "./i.ts";
  `;
  const { from, all, functions } = exportsOf(new URL("file:///lib/x.ts"), text);
  deepEqual([...functions], [["a", true], ["b", false], ["d", false]]);
  deepEqual([...from.keys()], ["g", "H"]);
  deepEqual(from.get("g"), { file: "file:///lib/f.ts", name: "f" });
  deepEqual(all, ["file:///lib/i.ts"]);
});
