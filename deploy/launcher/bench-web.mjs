// The web app's benchmark: Lighthouse as on a phone, and how soon each screen can be used.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, results } from './bench-report.mjs';
import { root } from './home.mjs';

const folder = join(root, 'web', 'src', 'main', 'webui', 'lighthouse');
const bars = { performance: 90, accessibility: 100, cls: 0.05, usableMillis: 2000 };

/** Measures screens of a running market; 1 if one of them misses a bar. */
export function screens(address, names) {
  // Packages of its own, which no build needs.
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--prefer-offline', '--loglevel=error']);
  const file = join(results, 'web-figures.json');
  run('node', ['measure.mjs', address, file, ...names]);
  const measured = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
  const figures = measured.map(([name, { faults, shifts, ...numbers }]) => [name, numbers]);
  report('web', Object.fromEntries(figures), { bars, ...Object.fromEntries(measured) });
  const missed = measured.filter(([, one]) => !meets(one)).map(([name]) => name);
  if (missed.length > 0) console.error(`missed a bar: ${missed.join(', ')}`);
  return missed.length === 0 ? 0 : 1;
}

function meets({ performance, accessibility, cls, usableMillis }) {
  return (
    performance >= bars.performance &&
    accessibility >= bars.accessibility &&
    cls < bars.cls &&
    usableMillis <= bars.usableMillis
  );
}

function run(program, args) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(program, args, { cwd: folder, stdio: 'inherit', shell });
  if (error || status !== 0) throw new Error(`${program} ${args[0]} failed`);
}
