// The matching benchmark: our books against exchange-core's, the engine in its cluster.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { classPath, compile, java, measureParts } from './bench-parts.mjs';

const modules = ['order-book', 'matching-engine', 'matching-engine/bench-peer'];
const forks = 7;

/** Rounds of 3 M commands in each fork. */
const workloads = {
  'exchange-core': { figure: 'exchangeCoreWorkloadRatio', warmUps: 5, rounds: 7 },
  energy: { figure: 'energyWorkloadRatio', warmUps: 2, rounds: 3 },
};

/** The same for both sides: a heap that need not grow, huge pages, a collector that pauses. */
const jvm = [
  '-Xms2g',
  '-Xmx2g',
  '-XX:+UseParallelGC',
  '-XX:+IgnoreUnrecognizedVMOptions',
  '-XX:+UseTransparentHugePages',
  '--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED',
  '--enable-native-access=ALL-UNNAMED',
  '--sun-misc-unsafe-memory-access=allow',
];

const parts = { books, memory, auction, cluster, failover };

/** In the order of the table. */
const keys = [
  'exchangeCoreWorkloadRatio',
  'energyWorkloadRatio',
  'p99Nanos',
  'allocatedBytesPerCommand',
  'emptyBookBytes',
  'restingOrderBytes',
  'auctionMillis',
  'clusterAcksPerSecond',
  'replayCommandsPerSecond',
  'failoverGapMillis',
  'failoverLost',
];

/** Runs all parts, or those that are named and then writes a file of their own. */
export const matching = (...names) => measureParts({ name: 'matching', parts, keys, measure }, names);

function measure(names, directory) {
  compile(modules, 'test-compile', '-Pbench');
  // The peer's has nothing of ours.
  const classPaths = { ours: classPath(modules[1]), peer: classPath(modules[2]) };
  const [figures, details] = [{}, { forks }];
  for (const name of names) details[name] = parts[name](figures, classPaths, directory);
  return { figures, details };
}

/** Runs one program of the benchmark in a JVM of its own; answers with what it printed. */
function run(classes, program, ...args) {
  const main = `energy.peerwatt.matching.${program}`;
  // A thread's allocation buffer would count as used as a whole.
  const exact = args.includes('memory') ? ['-XX:-UseTLAB'] : [];
  const fork = spawnSync(
    java(),
    [...jvm, ...exact, '-cp', classes, main, ...args.map(String)],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (fork.status !== 0) {
    throw new Error(`${program} ${args.join(' ')}\n${fork.stdout}${fork.stderr}`);
  }
  const pairs = fork.stdout.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(
    pairs.map((line) => {
      const [key, text] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
      const numbers = text.split(',').map(Number);
      if (numbers.some(Number.isNaN)) return [key, text];
      return [key, numbers.length > 1 ? numbers : numbers[0]];
    }),
  );
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Both workloads: the same events everywhere, then speed, latency and allocation. */
function books(figures, classPaths, directory) {
  const own = (book) => (...args) => run(classPaths.ours, 'bench.BookFork', book, ...args);
  const ours = own('limited');
  const peer = (...args) => run(classPaths.peer, 'bench.ExchangeCoreFork', ...args);
  const all = [ours, own('reference'), own('engine'), peer];
  const files = Object.keys(workloads).map((name) => [name, join(directory, name)]);
  for (const [name, file] of files) {
    own('generate')(name, file);
    verify(name, all.map((contender) => contender('verify', file)));
  }
  const details = {};
  for (const [name, file] of files) {
    const { figure, warmUps, rounds } = workloads[name];
    const speed = ['speed', file, warmUps, rounds];
    const latency = ['latency', file, warmUps];
    details[name] = {
      ...compare(name, () => ours(...speed), () => peer(...speed)),
      // What it brings to know of commands ahead, what limits and events cost, and what the engine
      // does beyond them.
      oneByOne: summary([own('one-by-one')(...speed)]),
      bookAlone: summary([own('ladder')(...speed)]),
      wholeEngine: summary([own('engine')(...speed)]),
      latency: { ours: ours(...latency), peer: peer(...latency) },
    };
    figures[figure] = details[name].cpuRatio;
  }
  const first = details['exchange-core'];
  figures.p99Nanos = first.latency.ours.p99Nanos;
  figures.allocatedBytesPerCommand = first.ours.allocatedBytesPerCommand;
  return details;
}

/** Fails unless everybody tells the same. */
function verify(workload, told) {
  console.log(`${workload} workload, events and final books`);
  for (const { name, events, hash } of told) console.log(`  ${hash}  ${name}: ${events}`);
  if (new Set(told.map(({ hash }) => hash)).size > 1) {
    throw new Error(`the books differ on the ${workload} workload; nothing was measured`);
  }
}

/** ns per command: the median of each fork, then of the forks. */
function summary(all) {
  const [{ name, commands }] = all;
  const perCommand = (key) => median(all.map((fork) => median(fork[key]))) / commands;
  return {
    name,
    cpuNanosPerCommand: perCommand('cpuNanos'),
    wallNanosPerCommand: perCommand('wallNanos'),
    allocatedBytesPerCommand: median(all.map((fork) => fork.allocatedBytesPerCommand)),
  };
}

/** Forks of both sides in turn. */
function compare(workload, ours, peer) {
  const sides = { ours: [], peer: [] };
  for (let fork = 0; fork < forks; fork++) {
    sides.ours.push(ours());
    sides.peer.push(peer());
  }
  const [us, them] = [summary(sides.ours), summary(sides.peer)];
  const show = ({ name, cpuNanosPerCommand: cpu, wallNanosPerCommand: wall }) =>
    `  ${cpu.toFixed(1).padStart(7)} ns CPU ${wall.toFixed(1).padStart(7)} ns wall  ${name}`;
  console.log(`${workload} workload, per command\n${show(us)}\n${show(them)}`);
  return {
    cpuRatio: them.cpuNanosPerCommand / us.cpuNanosPerCommand,
    wallRatio: them.wallNanosPerCommand / us.wallNanosPerCommand,
    ours: us,
    peer: them,
  };
}

/** Heap and other memory together, of as many books as the energy workload has. */
function memory(figures, classPaths, directory) {
  const file = join(directory, 'energy');
  if (!existsSync(file)) run(classPaths.ours, 'bench.BookFork', 'generate', 'energy', file);
  const summary = ({ name, books, orders, emptyBytes, orderBytes, orderBytesAfterTrading }) => ({
    name,
    emptyBookBytes: emptyBytes / books,
    restingOrderBytes: orderBytes / orders,
    megabytesAfterTrading: (emptyBytes + orderBytesAfterTrading) / 2 ** 20,
  });
  const ours = summary(run(classPaths.ours, 'bench.BookFork', 'ladder', 'memory', file));
  const peer = summary(run(classPaths.peer, 'bench.ExchangeCoreFork', 'memory', file));
  figures.emptyBookBytes = ours.emptyBookBytes;
  figures.restingOrderBytes = ours.restingOrderBytes;
  return { ours, peer };
}

/** Price and volume of every book; the whole calls are in the details. */
function auction(figures, classPaths) {
  const micros = run(classPaths.ours, 'bench.AuctionBenchmark');
  figures.auctionMillis = micros.indicateMicros / 1_000;
  return {
    clearByTimeMillis: micros.clearByTimeMicros / 1_000,
    clearProRataMillis: micros.clearByProRataMicros / 1_000,
    trades: micros.tradesByTime,
  };
}

/** One node on this disk. */
function cluster(figures, classPaths, directory) {
  const one = run(classPaths.ours, 'cluster.ClusterBenchmark', join(directory, 'node'));
  figures.clusterAcksPerSecond = one.acksPerSecond;
  figures.replayCommandsPerSecond = one.replayCommandsPerSecond;
  return { replayedCommands: one.replayedCommands, restartMillis: one.restartMillis };
}

/** Three nodes, the leader killed several times. */
function failover(figures, classPaths, directory) {
  const three = run(classPaths.ours, 'cluster.FailoverBenchmark', join(directory, 'three'));
  figures.failoverGapMillis = three.gapMillis;
  figures.failoverLost = three.lost + three.doubled;
  return three;
}
