import { equal } from "node:assert/strict";
import { pace } from "../../lib/providers/pace.ts";

Deno.test("pace() tells the time of the slowest, and nothing while one has ended nothing", () => {
  const left = pace(["fast", "slow"], 10);
  for (const name of ["fast", "slow"]) left.began(name, 1000);
  left.ended("fast", 1100, false);
  equal(left.ms(1100), undefined);
  left.ended("slow", 2000, false);
  // A second for each of nine.
  equal(left.ms(2000), 9000);
  for (let i = 2; i <= 10; i++) left.ended("fast", 2000, false);
  for (let i = 2; i <= 5; i++) left.ended("slow", 1000 * i, false);
  equal(left.ms(6000), 5000);
  for (let i = 6; i <= 10; i++) left.ended("slow", 1000 * i, false);
  equal(left.ms(99_000), 0);
});

Deno.test("pace() takes no speed from answers that are kept", () => {
  const left = pace(["a"], 100);
  left.began("a", 0);
  for (let i = 0; i < 50; i++) left.ended("a", i, true);
  equal(left.ms(50), undefined);
  left.began("a", 50);
  left.ended("a", 2049, false);
  // Fifty came at once and one took two seconds: 49 are left.
  equal(left.ms(2049), 49 * 2000);
});
