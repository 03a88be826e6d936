// Builds on first use and whenever a source is newer than the last build.
import { spawn } from 'node:child_process';
import {
  createWriteStream,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './home.mjs';

const stamp = join(root, 'target', 'built');
const log = join(root, 'target', 'build.log');
const modules = [
  'pom.xml',
  'order-book',
  'matching-engine',
  'meter-gateway',
  'settlement',
  'grid-balancer',
  'web',
];
const notSources = new Set(['target', 'node_modules', 'test', 'cache', 'out', 'stamps']);

function modified(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function newestSource(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path)
    .filter((name) => !notSources.has(name))
    .map((name) => newestSource(join(path, name)))
    .reduce((newest, time) => Math.max(newest, time), 0);
}

function isBuilt() {
  const built = modified(stamp);
  const results = ['web', 'meter-gateway/edge'].map((module) =>
    modified(join(root, module, 'target/quarkus-app/quarkus-run.jar')),
  );
  if (!built || results.includes(0)) return false;
  return modules.every((module) => newestSource(join(root, module)) <= built);
}

/** Prints one line for each module Maven has finished. */
function showProgress(line, say) {
  const module = line.match(/Building (Peerwatt.*?) \S+\s+\[(\d+)\/(\d+)\]/);
  if (module) say(`  building ${module[2]}/${module[3]}  ${module[1].replace('Peerwatt ', '')}`);
}

/** Builds if needed. Resolves to false, with the cause printed, if the build fails. */
export async function ensureBuilt(say) {
  if (isBuilt()) return true;
  const started = new Date();
  say('Building. The first time this fetches libraries and takes some minutes.');
  mkdirSync(join(root, 'target'), { recursive: true });
  const maven = spawn(join(root, 'peerwatt'), ['build'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stopped = false;
  const stop = () => {
    stopped = true;
    maven.kill('SIGTERM');
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const file = createWriteStream(log);
  const last = [];
  for (const stream of [maven.stdout, maven.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      file.write(`${line}\n`);
      last.push(line);
      if (last.length > 15) last.shift();
      showProgress(line, say);
    });
  }
  const code = await new Promise((resolve) => maven.on('close', resolve));
  process.off('SIGINT', stop).off('SIGTERM', stop);
  file.end();
  if (stopped) return false;
  if (code !== 0) {
    console.error(`FAILED: the build (exit code ${code})`);
    for (const line of last) console.error(`  | ${line}`);
    console.error(`Log: ${log}\nWhat to do: check the network for the first build, then try again.`);
    return false;
  }
  // The time the build began: a source saved meanwhile is built next time.
  writeFileSync(stamp, `${started.toISOString()}\n`);
  utimesSync(stamp, started, started);
  return true;
}
