import { guessOf, predict } from "../every_lesson.ts";
import { equal, match, throws } from "node:assert/strict";

Deno.test("predict() stores a sector by ticker or by name, and the last guess counts", () => {
  predict("00.4", "xlk");
  equal(guessOf("00.4"), "XLK");
  predict("00.4", "Real estate");
  equal(guessOf("00.4"), "XLRE");
  predict("00.4", undefined);
  equal(guessOf("00.4"), undefined);
});

Deno.test("predict() reads a percentage as a share and says so", () => {
  match(predict("00.7", 25).message, /25 is read as 25 %, a share of 0\.25/);
  equal(guessOf("00.7"), 0.25);
  predict("00.7", -0.1);
  equal(guessOf("00.7"), -0.1);
});

Deno.test("predict() stores nothing of the wrong kind, and forgets the guess before it", () => {
  predict("00.4", "XLK");
  match(predict("00.4", "Bitcoin").message, /No sector is called "Bitcoin"; write one of XLB/);
  equal(guessOf("00.4"), undefined);
  match(predict("00.4", 3).message, /a text in quotation marks/);
  match(predict("00.7", "0.2").message, /without quotation marks/);
  match(predict("00.7", 1000).message, /between −1 and 1/);
  match(predict("00.7", NaN).message, /"not a number"/);
  equal(guessOf("00.7"), undefined);
});

Deno.test("predict() refuses a prediction that does not exist", () => {
  throws(() => predict("99.1" as "00.4", 1), /need one of 00\.4, 00\.7, .*, got "99\.1"/);
});

Deno.test("predict() takes a decimal comma for what it is, and stores nothing", () => {
  predict("00.7", 0.3);
  match(predict("00.7", 0, 3).message, /^Two numbers arrived, 0 and 3\. .*: 0\.3\.$/);
  equal(guessOf("00.7"), undefined);
  match(predict("00.7", "0,3").message, /write 0\.3, with a decimal point/);
});
