import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { ROOT } from "./panel_bundles.ts";

/** The little of a notebook that is read here. */
interface NotebookFile {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
  }[];
}

/** A name with the place where a lesson declares it. */
export interface DeclaredName {
  readonly name: string;
  /** Code cells count from 1. */
  readonly cell: number;
  /** The last heading above that cell; empty where there is none. */
  readonly section: string;
}

/**
 * From now on, a name of the lesson that is used before its cell was run says which cell is missing.
 *
 * For the imports cell of a lesson. JavaScript itself says only that the name is not defined. The
 * names are read from the notebook, or the copy of it, that is being run; a cell that declares one
 * takes the message's place.
 *
 * @param lesson Name of the notebook in `notebooks/`, such as `00_quickstart`.
 *
 * @example A name of lesson 00 before its cell
 * ```ts
 * import { inOrder } from "lab/live";
 * import { throws } from "node:assert/strict";
 *
 * inOrder("00_quickstart");
 * throws(() => (globalThis as unknown as { verdict: unknown }).verdict, /verdict is not there yet/);
 * ```
 */
export function inOrder(lesson: string): void {
  const notebook = openNotebook(lesson);
  if (notebook !== undefined) explainMissing(declaredNames(notebook));
}

/**
 * The notebook that a lesson is run from, which may be a copy under another name.
 *
 * @param lesson Its first name.
 * @param options.session What Jupyter says is run; other front ends do not say it.
 * @param options.lessons The folder of the lessons.
 * @param options.folder Where a copy is looked for, when Jupyter does not say and the lesson has no
 *   file of its name: the folder that the kernel works in.
 * @returns Undefined where there is none.
 */
export function openNotebook(
  lesson: string,
  {
    session = env.JPY_SESSION_NAME,
    lessons = join(fileURLToPath(ROOT), "notebooks"),
    folder = ".",
  }: { session?: string; lessons?: string; folder?: string } = {},
): NotebookFile | undefined {
  const named = (session === undefined ? undefined : readNotebook(session)) ??
    readNotebook(join(lessons, `${lesson}.ipynb`));
  if (named !== undefined) return named;
  for (const file of notebooksIn(folder)) {
    const notebook = readNotebook(join(folder, file));
    if (notebook?.cells.some((cell) => textOf(cell).includes(`inOrder("${lesson}")`))) {
      return notebook;
    }
  }
  return undefined;
}

function notebooksIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".ipynb")).sort();
  } catch {
    return []; // a folder that may not be read is no reason for a lesson to fail
  }
}

function readNotebook(path: string): NotebookFile | undefined {
  try {
    const notebook: NotebookFile = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(notebook.cells) ? notebook : undefined;
  } catch {
    return undefined; // renamed since, or not a notebook
  }
}

function textOf({ source }: NotebookFile["cells"][number]): string {
  return typeof source === "string" ? source : source.join("");
}

/** Lets each name say where it is declared, until it is. */
export function explainMissing(names: readonly DeclaredName[], scope: object = globalThis): void {
  for (const { name, cell, section } of names) {
    if (name in scope) continue;
    Object.defineProperty(scope, name, {
      configurable: true,
      get(): never {
        const place = section === "" ? "" : ` in “${section}”`;
        throw new ReferenceError(
          `${name} is not there yet: code cell ${cell}${place} makes it. Run the cells from the top ` +
            `(menu Run, Run All Above Selected Cell), then this one again.`,
        );
      },
      set(value: unknown) {
        Object.defineProperty(scope, name, { value, configurable: true, writable: true });
      },
    });
  }
}

/** The names that a notebook's cells declare for the cells below, each where it comes first. */
export function declaredNames(notebook: NotebookFile): readonly DeclaredName[] {
  const found = new Map<string, DeclaredName>();
  let cell = 0, section = "";
  for (const entry of notebook.cells) {
    const { cell_type } = entry;
    const text = textOf(entry);
    if (cell_type === "markdown") {
      section = text.match(/^#{1,6} .*$/gm)?.at(-1)?.replace(/^#+ /, "") ?? section;
    } else if (cell_type === "code") {
      cell++;
      for (const name of topLevelNames(text)) {
        if (!found.has(name)) found.set(name, { name, cell, section });
      }
    }
  }
  return [...found.values()];
}

const OPENING = "([{", CLOSING = ")]}";

/** Names that a cell's own statements declare; what stands inside of brackets is not looked at. */
export function topLevelNames(code: string): readonly string[] {
  // Texts and comments first, for they may hold anything; their place is kept.
  const plain = code.replace(
    /\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    (text) => text.replace(/[^\n]/g, " "),
  );
  const names: string[] = [];
  const statement = /^(?:export )?(const|let|class|(?:async )?function\*?) +/gm;
  for (const match of plain.matchAll(statement)) {
    const start = match.index + match[0].length;
    if (match[1] === "const" || match[1] === "let") names.push(...declarators(plain.slice(start)));
    else names.push(...plain.slice(start).match(/^[\w$]+/) ?? []);
  }
  return names;
}

/** The names of `a = 1, { b, c: d } = f(x), e = 2;`. */
function declarators(text: string): string[] {
  const names: string[] = [];
  for (const part of splitAtCommas(text)) {
    const pattern = part.trim();
    if (/^[[{]/.test(pattern)) names.push(...patternNames(pattern));
    else names.push(...pattern.match(/^[\w$]+/) ?? []);
  }
  return names;
}

/** The names of a pattern such as `{ b, c: d, e = 1, ...rest }`; one level deep. */
function patternNames(pattern: string): string[] {
  let depth = 0, end = 0;
  do {
    if (OPENING.includes(pattern[end])) depth++;
    if (CLOSING.includes(pattern[end])) depth--;
    end++;
  } while (depth > 0 && end < pattern.length);
  return splitAtCommas(pattern.slice(1, end - 1)).flatMap((part) => {
    const target = part.replace(/^\s*\.\.\./, "").replace(/^[^=]*?:/, "").trim();
    return target.match(/^[\w$]+/) ?? [];
  });
}

/** The parts between commas that stand in no bracket, up to a semicolon or the next statement. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0, from = 0, at = 0;
  for (; at < text.length; at++) {
    const char = text[at];
    if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth--;
    if (depth < 0 || (depth === 0 && char === ";")) break;
    if (depth === 0 && char === ",") {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from, at));
  return parts;
}
