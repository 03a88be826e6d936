// Measures gas, each call as a transaction of its own, and compares it with gas/settlement.json; with
// `--write`, writes that file anew.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { forge } from './forge.mjs';

const write = process.argv.includes('--write');
const run = spawnSync(forge, ['test', '--isolate', '--match-path', 'test/gas/*'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, FORGE_SNAPSHOT_CHECK: String(!write) },
  stdio: 'inherit',
});
if (run.error) {
  throw run.error;
}
process.exit(run.status ?? 1);
