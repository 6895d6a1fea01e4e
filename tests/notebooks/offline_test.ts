/** After one set-up the lessons run without a network: here they have none, but for themselves. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { lessons } from "../../lib/cli/setup/lessons.ts";
import { run } from "../../lib/cli/setup/run.ts";

const lab = await ensureLab();
const [first] = (await lessons(lab.paths.root)).filter(({ name }) => /^\d/.test(name));

/** A name space of its own whose only address is loopback; it needs Linux and the right to make one. */
const ALONE = ["--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
async function canBeAlone(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  try {
    const { success } = await new Deno.Command("unshare", {
      args: [...ALONE, "true"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
/** Where no name space can be made, every request is sent to a port where nobody listens. */
const NOWHERE = Object.fromEntries(
  ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
    [name, "http://127.0.0.1:9"],
    [name.toLowerCase(), "http://127.0.0.1:9"],
  ]),
);

Deno.test("a lesson runs with the network off", async () => {
  ok(first);
  const job = JSON.stringify({ path: first.path, folder: join(lab.paths.root, "notebooks") }) +
    "\n";
  const command = [lab.paths.python, lab.paths.bridge, "run"];
  const alone = await canBeAlone();
  const ran = alone
    ? await run("unshare", [...ALONE, ...command], { env: lab.env, input: job })
    : await run(command[0], command.slice(1), { env: { ...lab.env, ...NOWHERE }, input: job });
  equal(ran.code, 0, ran.text);
  const { errors, cells } = JSON.parse(
    ran.text.split("\n").find((line) => line.startsWith('{"path"'))!,
  );
  deepEqual(errors, []);
  ok(cells > 0);
});
