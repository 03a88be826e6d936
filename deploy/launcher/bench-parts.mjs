// The frame of a benchmark in parts: each is measured by programs in JVMs of their own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { report, results } from './bench-report.mjs';
import { root } from './home.mjs';

/** The Java virtual machine that benchmarks run on. */
export const java = () => join(process.env.JAVA_HOME, 'bin', 'java');

/**
 * Measures all parts, or those that are named and then writes a file of their own.
 *
 * `measure(parts, directory)` answers with what to report: `figures` by key, of `keys` and shown in
 * their order, and `details`. The directory is there as long as it runs.
 */
export function measureParts({ name, parts, keys, measure }, names) {
  const unknown = names.find((one) => !parts[one]);
  if (unknown) {
    console.error(`peerwatt: no part '${unknown}'. There are: ${Object.keys(parts).join(', ')}`);
    return 1;
  }
  const directory = mkdtempSync(join(results, `${name}-`));
  try {
    const { figures, details } = measure(names.length ? names : Object.keys(parts), directory);
    const ordered = keys.filter((key) => key in figures).map((key) => [key, figures[key]]);
    const all = { processors: availableParallelism(), ...details };
    report([name, ...names].join('-'), Object.fromEntries(ordered), all);
    return 0;
  } catch (error) {
    console.error(`FAILED: ${error.message}`);
    return 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Compiles modules with their tests, as far as `goal`, and writes their class paths. */
export function compile(modules, goal, ...options) {
  console.log('Compiling.');
  const maven = spawnSync(
    'mvn',
    [
      ...['-q', '-B', '-f', join(root, 'pom.xml'), '-pl', modules.join(','), ...options],
      ...[goal, 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath'],
    ],
    { stdio: 'inherit' },
  );
  if (maven.status !== 0) throw new Error('the build');
}

/** A compiled module with its tests and all that they need. */
export function classPath(module) {
  const target = join(root, module, 'target');
  const libraries = readFileSync(join(target, 'classpath'), 'utf8').trim();
  return [join(target, 'test-classes'), join(target, 'classes'), libraries].join(delimiter);
}
