import { join, relative } from "node:path";
import type { Lab } from "./ensure_lab.ts";
import { figureCount, type Lesson, lessons, runNotebooks } from "./lessons.ts";
import { run } from "./run.ts";
import { say, seconds } from "./progress.ts";
import { withOwnTrials } from "./trials_folder.ts";

/** What running one lesson gave. */
export interface LessonReport {
  readonly lesson: Lesson;
  /** The line printed for it: seconds, cells, figures, and the page that was written. */
  readonly line: string;
  /** Why it failed; empty when it did not. */
  readonly failure: string;
}

/** Runs every lesson headless, says one line each, and returns the exit code. */
export async function checkLessons(lab: Lab): Promise<number> {
  const all = await lessons(lab.paths.root);
  if (all.length === 0) {
    say("There is no lesson in notebooks/ yet.\n");
    return 1;
  }
  let failed = 0;
  for (const lesson of all) {
    const report = await runLesson(lab, lesson);
    say(`${report.line}\n`);
    if (report.failure === "") continue;
    failed++;
    say(`${report.failure.trimEnd().replace(/^/gm, "    ")}\n`);
  }
  say(`${all.length - failed} of ${all.length} lessons ran without an error.\n`);
  return failed === 0 ? 0 : 1;
}

/** Runs one lesson: a notebook in a fresh kernel, written as a page to `out/`, or a script. */
export async function runLesson(lab: Lab, lesson: Lesson): Promise<LessonReport> {
  return lesson.kind === "notebook" ? await runNotebook(lab, lesson) : await runScript(lab, lesson);
}

async function runNotebook(lab: Lab, lesson: Lesson): Promise<LessonReport> {
  const html = join(lab.paths.out, `${lesson.name}.html`);
  const [ran] = await runNotebooks(lab, [{ path: lesson.path, html }]);
  const figures = figureCount(ran.outputs);
  const first = ran.errors[0];
  const state = first === undefined ? "ok    " : "FAILED";
  return {
    lesson,
    line: `${state} ${lesson.name}: ${seconds(ran.seconds * 1000)}, ${ran.cells} cells, ` +
      `${figures} figures → ${relative(lab.paths.root, html)}`,
    failure: first === undefined
      ? ""
      : `${first.cell === 0 ? "The notebook" : `Code cell ${first.cell}`} failed: ${first.name}: ` +
        `${first.value}\n${first.traceback}`,
  };
}

async function runScript(lab: Lab, lesson: Lesson): Promise<LessonReport> {
  const start = performance.now();
  const ran = await withOwnTrials(
    lab.paths,
    (own) =>
      run(lab.paths.deno, ["run", "-A", lesson.path], {
        env: { ...lab.env, ...own },
        cwd: lab.paths.root,
      }),
  );
  const took = seconds(performance.now() - start);
  return {
    lesson,
    line: `${ran.code === 0 ? "ok    " : "FAILED"} examples/${lesson.name}.ts: ${took}`,
    failure: ran.code === 0 ? "" : ran.text,
  };
}
