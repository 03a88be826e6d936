// The balancer's benchmark: gap to the LP bound by size, and replanning.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, results } from './bench-report.mjs';
import { runProgram } from './programs.mjs';

/** Parts are 30, 100, 300, 1000 (homes), homes (limits of single ones), reserve, replan, network and island; all if none is named. */
export function balancer(...parts) {
  const file = join(results, 'balancer-figures.json');
  const main = 'energy.peerwatt.balancer.bench.BalancerBenchmark';
  const status = runProgram('grid-balancer', main, [file, ...parts], {
    tests: true,
    profile: 'balancer-bench',
    java: ['--enable-native-access=ALL-UNNAMED', '-Dslf4j.internal.verbosity=ERROR'],
  });
  if (status === 0) report('balancer', JSON.parse(readFileSync(file, 'utf8')).figures);
  return status;
}
