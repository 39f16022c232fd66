// What was measured: a line each, with its goal, for the task that started the benchmark.
import { appendFileSync } from 'node:fs';

const FILE = process.env.ONEVOICE_BENCH_FIGURES;

/** Notes a figure. At most `goal` is good. */
export function figure(name: string, value: number, unit: string, goal: number): void {
  const rounded = Math.round(value * 10) / 10;
  const line = [name, rounded, unit, goal, rounded <= goal].join('\t');
  if (FILE) appendFileSync(FILE, `${line}\n`);
  else console.log(line);
}

/** The value that `share` of all lie below: 0.95 for the p95. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  const found = sorted[Math.max(0, at)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}
