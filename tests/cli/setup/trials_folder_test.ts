import { equal, ok, rejects } from "node:assert/strict";
import { removeTrialsFolders, withOwnTrials } from "../../../lib/cli/setup/trials_folder.ts";

const state = await Deno.makeTempDir();

Deno.test("withOwnTrials() hands out a folder of its own and leaves nothing behind", async () => {
  let folder = "";
  const done = await withOwnTrials({ state }, async (env) => {
    folder = env.LAB_TRIALS;
    ok((await Deno.stat(folder)).isDirectory);
    ok(folder.startsWith(state) && env.TMPDIR.startsWith(folder), "inside the clone");
    await Deno.writeTextFile(`${folder}/trials.jsonl`, "one line\n");
    return "done";
  });
  equal(done, "done");
  await rejects(Deno.stat(folder), Deno.errors.NotFound);
});

Deno.test("withOwnTrials() leaves nothing behind after a failure either", async () => {
  let folder = "";
  await rejects(
    withOwnTrials({ state }, (env) => {
      folder = env.LAB_TRIALS;
      return Promise.reject(new Error("the kernel died"));
    }),
    /the kernel died/,
  );
  await rejects(Deno.stat(folder), Deno.errors.NotFound);
});

Deno.test("removeTrialsFolders() clears away what is given up", async () => {
  await rejects(
    withOwnTrials({ state }, async (env) => {
      removeTrialsFolders();
      await rejects(Deno.stat(env.LAB_TRIALS), Deno.errors.NotFound);
    }),
    Deno.errors.NotFound,
  );
  equal([...Deno.readDirSync(state)].length, 0);
  await Deno.remove(state);
});
