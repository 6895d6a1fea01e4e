import { deepEqual, equal, match } from "node:assert/strict";
import { chooseDeno } from "../../../lib/cli/setup/choose_deno.ts";
import { testOnMachine } from "./fake_machine.ts";

/** Hands over, as a program of its own, from the Deno version in the second argument. */
async function handOver(root: string, running: string): Promise<{ code: number; text: string }> {
  const script = new URL("./hand_over_process.ts", import.meta.url).pathname;
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, root, running],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

testOnMachine("handOver() runs the venv's Deno and says so in one line", async (machine) => {
  await machine.python().setUp();
  const { code, text } = await handOver(machine.root, "2.9.9");
  equal(code, 0);
  match(text, /^This is Deno 2\.9\.9; handing over to the lab's own Deno 2\.8\.1\.\n/);
  match(text, /stub deno was asked: run -A --no-config lab\.ts --check\n$/);
});

testOnMachine("handOver() stays with the right version", async (machine) => {
  await machine.python().setUp();
  equal((await handOver(machine.root, "2.8.1")).text, "not handed over\n");
});

testOnMachine(
  "chooseDeno() takes the lab's own Deno, and says where there is none",
  async (machine) => {
    const { root } = machine;
    const other = { root, running: "2.9.0", program: "/usr/bin/deno" };
    const { program, note } = await chooseDeno(other);
    equal(program, "/usr/bin/deno");
    match(
      note ?? "",
      /^This is Deno 2\.9\.0, and the lab's own Deno 2\.8\.1 is not set up \(deno task lab /,
    );
    const { paths } = await machine.python().setUp();
    deepEqual(await chooseDeno(other), {
      program: paths.deno,
      note: "This is Deno 2.9.0; handing over to the lab's own Deno 2.8.1.",
    });
    deepEqual(await chooseDeno({ ...other, running: "2.8.1" }), {
      program: "/usr/bin/deno",
      note: undefined,
    });
  },
);
