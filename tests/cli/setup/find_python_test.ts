import { deepEqual, rejects } from "node:assert/strict";
import { findPython } from "../../../lib/cli/setup/find_python.ts";
import { testOnMachine } from "./fake_machine.ts";

testOnMachine("findPython() tries the launcher of Windows", async (machine) => {
  machine.python("py.exe", { version: [3, 13] });
  deepEqual((await findPython(machine.env, { os: "windows" })).version, [3, 13]);
  await rejects(findPython(machine.env, { os: "linux" }), /no Python was found/);
});

testOnMachine("findPython() names the remedy of each operating system", async (machine) => {
  await rejects(
    findPython(machine.env, { os: "windows" }),
    /python\.org and tick “Add python\.exe/,
  );
  await rejects(findPython(machine.env, { os: "darwin" }), /brew install python@3\.13/);
  await rejects(findPython(machine.env, { os: "linux" }), /sudo apt install python3 python3-venv/);
});

testOnMachine("findPython() takes a version it knows before a newer one", async (machine) => {
  machine.python("python3", { version: [3, 15] });
  deepEqual((await findPython(machine.env)).version, [3, 15]);
  machine.python("python3.12", { version: [3, 12] });
  deepEqual((await findPython(machine.env)).version, [3, 12]);
});
