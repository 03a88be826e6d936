// Runs forge of this platform without its start script: `node tool/forge.mjs test`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch];
const name = process.platform === 'win32' ? 'forge.exe' : 'forge';

/** Path of the program. */
export const forge = join(root, 'node_modules', '@foundry-rs', `forge-${process.platform}-${machine}`, 'bin', name);

if (argv[1] === fileURLToPath(import.meta.url)) {
  const run = spawnSync(forge, argv.slice(2), { cwd: root, stdio: 'inherit' });
  if (run.error) {
    throw run.error;
  }
  process.exit(run.status ?? 1);
}
