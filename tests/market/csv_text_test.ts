import { deepEqual, throws } from "node:assert/strict";
import { csvLines } from "../../lib/market/csv_text.ts";

const cellsOf = (line: string) => csvLines(`a,b,c\n${line}\n`, "own.csv")[1].cells;

Deno.test("csvLines() reads two quotes in a quoted cell as one, as RFC 4180 has it", () => {
  deepEqual(cellsOf('1,"a ""b"" c",2'), ["1", 'a "b" c', "2"]);
  deepEqual(cellsOf('"""",x,""'), ['"', "x", ""]);
  deepEqual(cellsOf('"","a""","""b"'), ["", 'a"', '"b']);
});

Deno.test("csvLines() keeps a comma inside quotes, and quotes that open no cell", () => {
  deepEqual(cellsOf('"1,000",2,3'), ["1,000", "2", "3"]);
  deepEqual(cellsOf('1" rod,2,3'), ['1" rod', "2", "3"]);
});

Deno.test("csvLines() names the line whose quote does not close", () => {
  throws(() => cellsOf('1,"two,3'), /own.csv, line 2: a quote is not closed in its line/);
  throws(() => cellsOf('1,"two"",3'), /own.csv, line 2: a quote is not closed in its line/);
});
