import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { labPaths } from "../../lib/cli/setup/paths.ts";
import { run } from "../../lib/cli/setup/run.ts";
import { trustLessons } from "../../lib/cli/setup/trust_lessons.ts";
import { notebookFile } from "./notebook_file.ts";

const lab = await ensureLab();

Deno.test("trustLessons() signs what was committed, and nothing that was changed or put there", async () => {
  const root = await Deno.makeTempDir();
  try {
    const env = { ...lab.env, JUPYTER_DATA_DIR: join(root, "data"), HOME: root };
    const paths = { ...labPaths(root), python: lab.paths.python };
    const folder = join(root, "notebooks");
    await Deno.mkdir(folder, { recursive: true });
    const files = await Promise.all(
      ["kept.ipynb", "changed.ipynb", "stranger.ipynb"].map(async (name) => {
        const path = await notebookFile(folder, ["1"], name);
        const notebook = JSON.parse(await Deno.readTextFile(path));
        // Signatures are of the content: each file has its own.
        const data = { "text/html": `<script>"${name}"</script>` };
        notebook.cells[0].outputs = [{ output_type: "display_data", metadata: {}, data }];
        await Deno.writeTextFile(path, JSON.stringify(notebook));
        return path;
      }),
    );
    const git = async (...args: string[]) => {
      const who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
      equal((await run("git", [...who, ...args], { env, cwd: root })).code, 0, args.join(" "));
    };
    await git("init", "-q");
    await git("add", "notebooks/kept.ipynb", "notebooks/changed.ipynb");
    await git("commit", "-q", "-m", "lessons");
    await Deno.writeTextFile(
      files[1],
      (await Deno.readTextFile(files[1])).replace("changed", "mended"),
    );

    const isTrusted = async () => {
      const script = "import sys, nbformat.sign\n" +
        "notary = nbformat.sign.NotebookNotary()\n" +
        "print([notary.check_signature(nbformat.read(f, 4)) for f in sys.argv[1:]])";
      const { stdout } = await run(lab.paths.python, ["-c", script, ...files], { env, cwd: root });
      return JSON.parse(stdout.toLowerCase());
    };
    let said = "";
    const write = (text: string) => said += text;
    await trustLessons(paths, env, write);
    match(said, /trust in the lab's own lessons … \d+\.\d s/);
    deepEqual(await isTrusted(), [true, false, false]);

    said = "";
    await trustLessons(paths, env, write);
    equal(said, "", "nothing to do the second time");
    await git("commit", "-q", "-a", "-m", "changed");
    await trustLessons(paths, env, write);
    deepEqual(await isTrusted(), [true, true, false]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
