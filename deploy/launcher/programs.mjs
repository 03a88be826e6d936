// Runs modules' own programs from their classes, without building the rest.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './home.mjs';
import { isForMarket, rehearse } from './rehearse.mjs';

/** Compiles what has changed; resolves to the class path, or to undefined with the cause printed. */
function classPath(module, { tests, profile }) {
  mkdirSync(join(root, 'target'), { recursive: true });
  const maven = spawnSync(
    'mvn',
    [
      ...['-q', '-B', '-f', join(root, 'pom.xml'), '-pl', module, '-am'],
      ...(profile ? [`-P${profile}`] : []),
      tests ? 'test-compile' : 'compile',
      'dependency:build-classpath',
      '-Dmdep.outputFile=target/classpath',
      `-DincludeScope=${tests ? 'test' : 'runtime'}`,
    ],
    { encoding: 'utf8' },
  );
  if (maven.status !== 0) {
    console.error(`FAILED: building ${module}\n${maven.stdout}${maven.stderr}`);
    return undefined;
  }
  const own = ['classes', ...(tests ? ['test-classes'] : [])];
  return [
    ...own.map((name) => join(root, module, 'target', name)),
    readFileSync(join(root, module, 'target', 'classpath'), 'utf8').trim(),
  ].join(':');
}

/** Runs a program of a module in a folder, else this one; its exit code, or 2 if it was not built. */
export function runProgram(module, main, args, { tests = false, profile, folder = process.cwd(), java = [] } = {}) {
  const path = classPath(module, { tests, profile });
  if (!path) return 2;
  const run = spawnSync(
    `${process.env.JAVA_HOME}/bin/java`,
    ['-XX:+UseSerialGC', '-Xmx1g', ...java, '-cp', path, main, ...args],
    { stdio: 'inherit', cwd: folder },
  );
  return run.status ?? 1;
}

const quiet = ['-Dslf4j.internal.verbosity=ERROR'];
const balancer = 'energy.peerwatt.balancer.command';

export const programs = {
  balance: (args) =>
    isForMarket(args)
      ? rehearse(args)
      : runProgram('grid-balancer', `${balancer}.BalanceMain`, args, { java: quiet }),
  forecast: (args) =>
    runProgram('grid-balancer', `${balancer}.ForecastMain`, args, { java: quiet }),
  verify: (args) =>
    runProgram('settlement', 'energy.peerwatt.settlement.verify.VerifyMain', args, { java: quiet }),
  'chain-check': (args) =>
    runProgram('settlement', 'energy.peerwatt.settlement.chain.ChainCheckMain', args, { java: quiet }),
};
