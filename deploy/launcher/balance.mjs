// Runs the grid balancer's own programs from its classes, without building the rest.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './home.mjs';

const file = join(root, 'grid-balancer', 'target', 'classpath');

/** Compiles what has changed; resolves to the class path, or to undefined with the cause printed. */
function classPath({ tests, profile }) {
  mkdirSync(join(root, 'target'), { recursive: true });
  const maven = spawnSync(
    'mvn',
    [
      ...['-q', '-B', '-f', join(root, 'pom.xml'), '-pl', 'grid-balancer', '-am'],
      ...(profile ? [`-P${profile}`] : []),
      tests ? 'test-compile' : 'compile',
      'dependency:build-classpath',
      '-Dmdep.outputFile=target/classpath',
      `-DincludeScope=${tests ? 'test' : 'runtime'}`,
    ],
    { encoding: 'utf8' },
  );
  if (maven.status !== 0) {
    console.error(`FAILED: building the grid balancer\n${maven.stdout}${maven.stderr}`);
    return undefined;
  }
  const own = ['classes', ...(tests ? ['test-classes'] : [])];
  return [
    ...own.map((name) => join(root, 'grid-balancer', 'target', name)),
    readFileSync(file, 'utf8').trim(),
  ].join(':');
}

/** Runs a program of the balancer in this folder; its exit code, or 2 if it was not built. */
export function runBalancer(main, args, { tests = false, profile, java = [] } = {}) {
  const path = classPath({ tests, profile });
  if (!path) return 2;
  const run = spawnSync(
    `${process.env.JAVA_HOME}/bin/java`,
    ['-XX:+UseSerialGC', '-Xmx1g', ...java, '-cp', path, main, ...args],
    { stdio: 'inherit' },
  );
  return run.status ?? 1;
}

const command = (name) => (args) =>
  runBalancer(`energy.peerwatt.balancer.command.${name}`, args, {
    java: ['-Dslf4j.internal.verbosity=ERROR'],
  });

export const balance = command('BalanceMain');
export const forecast = command('ForecastMain');
