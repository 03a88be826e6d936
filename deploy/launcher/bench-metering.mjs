// The metering benchmark: parts are programs of their own, in a JVM of their own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { report, results } from './bench-report.mjs';
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
export async function metering(...names) {
  const unknown = names.find((name) => !parts[name]);
  if (unknown) {
    console.error(`peerwatt: no part '${unknown}'. There are: ${Object.keys(parts).join(', ')}`);
    return 1;
  }
  const directory = mkdtempSync(join(results, 'metering-'));
  try {
    build();
    const figures = {};
    const details = { processors: availableParallelism() };
    for (const name of names.length ? names : Object.keys(parts)) {
      for (const [key, value] of Object.entries(run(parts[name], join(directory, name)))) {
        (keys.includes(key) ? figures : details)[key] = value;
      }
    }
    const ordered = keys.filter((key) => key in figures).map((key) => [key, figures[key]]);
    report(['metering', ...names].join('-'), Object.fromEntries(ordered), details);
    return 0;
  } catch (error) {
    console.error(`FAILED: ${error.message}`);
    return 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Compiles with the tests, packages the programs and writes the class paths. */
function build() {
  console.log('Compiling.');
  const maven = spawnSync(
    'mvn',
    [
      ...['-q', '-B', '-f', join(root, 'pom.xml'), '-pl', modules.join(','), '-am', '-DskipTests'],
      ...['package', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath'],
    ],
    { stdio: 'inherit' },
  );
  if (maven.status !== 0) throw new Error('the build');
}

/** Runs a part's program; answers with what it wrote. */
function run({ module, main, args, heap = ['-Xmx1g'], processors }, file) {
  const target = join(root, module, 'target');
  const libraries = readFileSync(join(target, 'classpath'), 'utf8').trim();
  const classPath = [join(target, 'test-classes'), join(target, 'classes'), libraries];
  const directory = `${file}.data`;
  mkdirSync(directory);
  const java = [
    join(process.env.JAVA_HOME, 'bin', 'java'),
    ...[...heap, ...jvm, '-cp', classPath.join(delimiter), main, file],
    ...(module === 'deploy' ? [directory, ...(args ?? [])] : args).map(String),
  ];
  // Child processes inherit the processors.
  const [program, ...words] = processors ? ['taskset', '-c', processors, ...java] : java;
  const ended = spawnSync(program, words, { stdio: 'inherit' });
  if (ended.status !== 0) throw new Error(main);
  return JSON.parse(readFileSync(file, 'utf8'));
}
