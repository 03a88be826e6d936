// What every benchmark leaves behind: a table on the screen and target/bench/NAME.json.
import { writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from './home.mjs';

export const results = join(root, 'target', 'bench');

/**
 * Prints and writes figures with the machine they were measured on.
 * Numbers in `details`, if there are any, explain the figures and are written only.
 */
export function report(name, figures, details) {
  const rounded = round(figures);
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${platform()} ${release()}`,
  };
  console.table(rounded);
  const file = join(results, `${name}.json`);
  const all = { figures: rounded, machine, ...(details && { details: round(details) }) };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  console.log(file);
}

/** Large numbers to a tenth, small ones to a hundredth. */
function round(value) {
  if (typeof value === 'number') {
    const scale = Math.abs(value) < 10 ? 100 : 10;
    return Math.round(value * scale) / scale;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, round(one)]));
}
