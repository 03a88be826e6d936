// Called by Maven before each build: installs the packages only when the lock changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.installed');

function wanted() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} `);
  for (const name of ['package.json', 'package-lock.json']) {
    hash.update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}

function install() {
  const windows = process.platform === 'win32';
  const run = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--prefer-offline', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (run.error) {
    throw new Error(`The contracts need Node 20 or later with npm on the PATH: ${run.error.message}`);
  }
  if (run.status !== 0) {
    process.exit(1);
  }
}

const hash = wanted();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
  rmSync(stamp, { force: true });
  install();
  writeFileSync(stamp, hash);
}
