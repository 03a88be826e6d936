// Runs forge of this platform without its start script: `node tool/forge.mjs test`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch];
const name = process.platform === 'win32' ? 'forge.exe' : 'forge';
const forge = join(root, 'node_modules', '@foundry-rs', `forge-${process.platform}-${machine}`, 'bin', name);

const run = spawnSync(forge, process.argv.slice(2), { cwd: root, stdio: 'inherit' });
if (run.error) {
  throw run.error;
}
process.exit(run.status ?? 1);
