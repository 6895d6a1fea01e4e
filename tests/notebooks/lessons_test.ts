/** Every lesson: its cells pass the type check, and it runs top to bottom in a fresh kernel. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { runLesson } from "../../lib/cli/setup/check_lessons.ts";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { lessons, runNotebooks } from "../../lib/cli/setup/lessons.ts";
import { run } from "../../lib/cli/setup/run.ts";

const lab = await ensureLab();
const all = await lessons(lab.paths.root);

Deno.test("there is a lesson to test", () => ok(all.length > 0));

for (const lesson of all.filter(({ kind }) => kind === "notebook")) {
  Deno.test(`${lesson.name}: the cells pass deno check`, async () => {
    const folder = join(lab.paths.state, "cells");
    await Deno.mkdir(folder, { recursive: true });
    const typescript = join(folder, `${lesson.name}.ts`);
    const turned = await run(lab.paths.python, [lab.paths.bridge, "cells"], {
      env: lab.env,
      input: JSON.stringify({ path: lesson.path, typescript }) + "\n",
    });
    equal(turned.code, 0, turned.text);
    const checked = await run(lab.paths.deno, ["check", typescript], {
      env: lab.env,
      cwd: lab.paths.root,
    });
    equal(checked.code, 0, checked.text);
  });
}

for (const lesson of all.filter(({ kind }) => kind === "notebook")) {
  Deno.test(`${lesson.name}: its saved outputs are those of a clean run`, async () => {
    const copy = join(lab.paths.state, "cells", `${lesson.name}.saved.ipynb`);
    await Deno.mkdir(dirname(copy), { recursive: true });
    const [{ errors }] = await runNotebooks(lab, [{ path: lesson.path, save: copy }]);
    deepEqual(errors, []);
    equal(await Deno.readTextFile(copy), await Deno.readTextFile(lesson.path));
  });
}

for (const lesson of all) {
  Deno.test(`${lesson.name} (${lesson.kind}): runs in a fresh kernel and stays as saved`, async () => {
    const before = await Deno.readTextFile(lesson.path);
    const { failure, line } = await runLesson(lab, lesson);
    equal(failure, "");
    console.log(line);
    equal(await Deno.readTextFile(lesson.path), before);
  });
}
