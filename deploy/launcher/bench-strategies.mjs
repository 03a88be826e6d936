// The strategies' benchmark: a month of a hundred homes against the supplier alone and an optimum.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { report, results } from './bench-report.mjs';
import { runProgram } from './programs.mjs';

export function strategies() {
  const file = join(results, 'strategies-figures.json');
  const main = 'energy.peerwatt.web.strategy.StrategyBenchmark';
  rmSync(file, { force: true });
  const status = runProgram('web', main, [file], {
    tests: true,
    java: ['--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED', '-Dslf4j.internal.verbosity=ERROR'],
  });
  if (existsSync(file)) {
    const { figures, details } = JSON.parse(readFileSync(file, 'utf8'));
    report('strategies', figures, details);
  }
  return status;
}
