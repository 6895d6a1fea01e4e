import { equal, ok, rejects } from "node:assert/strict";
import { withOwnTrials } from "../../lib/cli/setup/trials_folder.ts";

Deno.test("withOwnTrials() hands out a folder of its own and leaves nothing behind", async () => {
  let folder = "";
  const done = await withOwnTrials(async (env) => {
    folder = env.LAB_TRIALS;
    ok((await Deno.stat(folder)).isDirectory);
    await Deno.writeTextFile(`${folder}/trials.jsonl`, "one line\n");
    return "done";
  });
  equal(done, "done");
  await rejects(Deno.stat(folder), Deno.errors.NotFound);
});

Deno.test("withOwnTrials() leaves nothing behind after a failure either", async () => {
  let folder = "";
  await rejects(
    withOwnTrials((env) => {
      folder = env.LAB_TRIALS;
      return Promise.reject(new Error("the kernel died"));
    }),
    /the kernel died/,
  );
  await rejects(Deno.stat(folder), Deno.errors.NotFound);
});
