// Has the compiler's model checker prove proof/Conservation.sol with z3, and not prove it when a check is
// left out. Without z3 on the PATH it says so and proves nothing; PEERWATT_REQUIRE_Z3=true makes that an error.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const name = 'proof/Conservation.sol';
const solc = createRequire(import.meta.url)('solc');
const text = readFileSync(join(fileURLToPath(new URL('..', import.meta.url)), name), 'utf8');

/** Seconds after which no answer is waited for: the proof takes less than one, a refutation has no end. */
const LIMIT = 10;

function z3(query) {
  const run = spawnSync('z3', ['-in', `-T:${LIMIT}`, 'rewriter.pull_cheap_ite=true'], { input: query });
  return { contents: String(run.stdout) };
}

function isProved(content) {
  const input = {
    language: 'Solidity',
    sources: { [name]: { content } },
    settings: {
      modelChecker: { engine: 'chc', solvers: ['smtlib2'], targets: ['assert'], showProvedSafe: true },
    },
  };
  const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input), { smtSolver: z3 }));
  if (errors.some((error) => error.severity === 'error')) {
    throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  }
  return errors.some((error) => /Assertion violation check is safe/.test(error.message));
}

if (spawnSync('z3', ['--version']).status !== 0) {
  console.log('Conservation is not proved: z3 is not on the PATH.');
  process.exit(process.env.PEERWATT_REQUIRE_Z3 === 'true' ? 1 : 0);
}
const proved = isProved(text);
const mutant = text.replace('require(sum == 0);', '');
const refuted = mutant !== text && !isProved(mutant);
console.log(`Conservation is ${proved ? '' : 'NOT '}proved, and ${refuted ? 'not ' : 'ALSO '}without its check.`);
process.exit(proved && refuted ? 0 : 1);
