// The metering benchmark: parts are programs of their own, in a JVM of their own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classPath, compile, java, measureParts } from './bench-parts.mjs';
import { root } from './home.mjs';

const modules = ['meter-gateway/edge', 'deploy'];

/** A part's program writes a JSON object to the file it is given first. */
const parts = {
  polling: {
    module: 'meter-gateway/edge',
    main: 'energy.peerwatt.edge.bench.PollingBenchmark',
    args: [join(root, 'peerwatt'), 1000, 2000],
  },
  // The embedded database runs on the same two processors; the heap is the market's.
  headEnd: { ...market('HeadEndBenchmark'), processors: '0,1' },
  // A gateway's heap; the market is a process of its own.
  backlog: {
    ...market('BacklogBenchmark'),
    heap: ['-Xmx128m', '-XX:+UseSerialGC'],
    args: [join(root, 'peerwatt')],
  },
  verification: { ...market('VerificationBenchmark'), processors: '0' },
};

function market(name) {
  const main = `energy.peerwatt.bench.${name}`;
  return { module: 'deploy', main, heap: ['-Xmx384m', '-XX:+UseSerialGC'] };
}

/** In the order of the table. */
const keys = ['metersPolledEachSecond', 'headEndReadingsPerSecond', 'backlogReadingsPerSecond', 'verifiedReadingsPerSecond'];

const jvm = [
  '--enable-native-access=ALL-UNNAMED',
  '--sun-misc-unsafe-memory-access=allow',
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
];

/** Runs all parts, or those that are named and then writes a file of their own. */
export const metering = (...names) => measureParts({ name: 'metering', parts, keys, measure }, names);

function measure(names, directory) {
  compile(modules, 'package', '-am', '-DskipTests'); // the gateway and the market as they are run
  const [figures, details] = [{}, {}];
  for (const name of names) {
    for (const [key, value] of Object.entries(run(parts[name], join(directory, name)))) {
      (keys.includes(key) ? figures : details)[key] = value;
    }
  }
  return { figures, details };
}

/** Runs a part's program; answers with what it wrote. */
function run({ module, main, args, heap = ['-Xmx1g'], processors }, file) {
  const directory = `${file}.data`;
  mkdirSync(directory);
  const command = [
    ...[java(), ...heap, ...jvm, '-cp', classPath(module), main, file],
    ...(module === 'deploy' ? [directory, ...(args ?? [])] : args).map(String),
  ];
  // Child processes inherit the processors.
  const [program, ...words] = processors ? ['taskset', '-c', processors, ...command] : command;
  const ended = spawnSync(program, words, { stdio: 'inherit' });
  if (ended.status !== 0) throw new Error(main);
  return JSON.parse(readFileSync(file, 'utf8'));
}
