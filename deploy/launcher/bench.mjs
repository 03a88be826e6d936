// Benchmarks: each prints a table and writes target/bench/NAME.json.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { balancer } from './bench-balancer.mjs';
import { matching } from './bench-matching.mjs';
import { metering } from './bench-metering.mjs';
import { report, results } from './bench-report.mjs';
import { settlement } from './bench-settlement.mjs';
import { strategies } from './bench-strategies.mjs';
import { screens } from './bench-web.mjs';
import { ensureBuilt } from './build.mjs';
import { root } from './home.mjs';
import { freePort } from './ports.mjs';
import { runProgram } from './programs.mjs';

const benchmarks = { matching, balancer, metering, settlement, strategies, demo, live, web };

/** Runs a benchmark; of those that have parts, all of them or those that are named. */
export async function benchmark(name, ...parts) {
  const run = benchmarks[name];
  if (!run) {
    console.error(
      `peerwatt: no benchmark '${name ?? ''}'. There are: ${Object.keys(benchmarks).join(', ')}`,
    );
    return 1;
  }
  mkdirSync(results, { recursive: true });
  return await run(...parts);
}

/** Start, first settlement and memory of a demo with twelve homes on a fresh home folder. */
function demo() {
  return withDemo({ homes: 12, speed: 120 }, async ({ home, readySeconds, settled }) => {
    const before = Date.now();
    await settled(2);
    const settledSeconds = (Date.now() - before) / 1000;
    await sleep(30_000);
    report('demo', { readySeconds, settledSeconds, ...memory(home) });
    return 0;
  });
}

/** Members' pages that look on at a demo in real time, and how late they are told of an order. */
function live(clients = '2000', seconds = '60') {
  const homes = 30;
  return withDemo({ homes, speed: 1, membersOnly: true }, ({ port }) => {
    const file = join(results, 'live-figures.json');
    const main = 'energy.peerwatt.bench.LiveBenchmark';
    const address = `http://127.0.0.1:${port}`;
    const args = [file, address, String(homes), clients, seconds];
    const status = runProgram('deploy', main, args, { tests: true });
    if (status === 0) report('live', JSON.parse(readFileSync(file, 'utf8')));
    return status;
  });
}

/** Lighthouse on every screen, or on those that are named, of a demo with twelve homes. */
function web(...names) {
  return withDemo({ homes: 12, speed: 60 }, async ({ port, settled }) => {
    await settled(2);
    return screens(`http://localhost:${port}`, names);
  });
}

/** Runs a demo on a fresh home folder for as long as it is measured. */
async function withDemo({ homes, speed, membersOnly = false }, measure) {
  if (!(await ensureBuilt(console.log))) return 1;
  const home = mkdtempSync(join(tmpdir(), 'peerwatt-bench-'));
  const env = { ...process.env, PEERWATT_HOME: home };
  const port = String(await freePort());
  const size = ['--homes', String(homes), '--speed', String(speed)];
  if (membersOnly) size.push('--members-only');
  const launcher = spawn(join(root, 'peerwatt'), ['demo', ...size, '--http-port', port], {
    env,
    stdio: 'inherit',
  });
  const ended = new Promise((resolve) => launcher.on('exit', resolve));
  try {
    const started = Date.now();
    await waitFor(env, launcher, (status) => status.ready);
    const readySeconds = (Date.now() - started) / 1000;
    const settled = (count) => waitFor(env, launcher, (status) => status.settledIntervals >= count);
    return await measure({ home, port, readySeconds, settled });
  } finally {
    launcher.kill('SIGINT');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}

async function waitFor(env, launcher, reached) {
  for (;;) {
    if (launcher.exitCode !== null) throw new Error('the demo ended before its time');
    const answer = spawnSync(join(root, 'peerwatt'), ['status', '--json'], { env, encoding: 'utf8' });
    if (reached(JSON.parse(answer.stdout || '{}'))) return;
    await sleep(250);
  }
}

/** Resident memory of each part, and of the database and the chain node below the market, in MB. */
function memory(home) {
  const { parts } = JSON.parse(readFileSync(join(home, 'run.json'), 'utf8'));
  const processes = spawnSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => line.trim().match(/^(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/))
    .filter(Boolean)
    .map(([, pid, parent, rss, args]) => ({ pid: +pid, parent: +parent, rss: +rss, args }));
  const megabytes = (selected) =>
    Math.round(selected.reduce((sum, { rss }) => sum + rss, 0) / 1024);
  const figures = {};
  for (const [name, pid] of Object.entries(parts)) {
    figures[`${name}ResidentMb`] = megabytes(processes.filter((one) => one.pid === pid));
  }
  const below = (word) => processes.filter(({ args }) => args.includes(word) && args.includes(home));
  const server = below('postgres').map(({ pid }) => pid);
  figures.databaseResidentMb = megabytes(
    processes.filter(({ pid, parent }) => server.includes(pid) || server.includes(parent)),
  );
  figures.chainNodeResidentMb = megabytes(below('anvil'));
  return figures;
}
