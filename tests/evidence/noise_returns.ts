import { randomStream } from "lab/stats";

export const noise = (seed: number, trials: number, periods: number) => {
  const draw = randomStream(seed);
  return Array.from(
    { length: trials },
    () => Array.from({ length: periods }, () => 0.02 * draw.normal()),
  );
};
