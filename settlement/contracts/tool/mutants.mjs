// Plants one fault after the other and runs the test of the law it is planted against. A fault counts as
// killed if the law itself finds it: an assertion fails, or a call that must be refused is not. Where the law
// is that a call works, the mutant names the error (`error`) that the fault makes of it.
// `node tool/mutants.mjs` runs all, `node tool/mutants.mjs name...` some, `--table` prints the README's table.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forge } from './forge.mjs';
import { mutants } from './mutants.list.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What forge says of a test that found something itself, after setting up an invariant's run, too. */
const FOUND = /^(.*: )?panic: assertion failed \(0x01\)$|^next call did not revert as expected$/;

/** A copy of the project with the tests of one suite, which compiles only what a mutant changes. */
function workplace(worker, suite) {
  const place = join(root, 'target', 'mutants', `${worker}-${suite}`);
  if (existsSync(place)) {
    return place;
  }
  mkdirSync(join(place, 'test'), { recursive: true });
  for (const name of ['src', 'test/support', 'test/Vm.sol', `test/${suite}.t.sol`, 'foundry.toml']) {
    cpSync(join(root, name), join(place, name), { recursive: true });
  }
  for (const name of ['node_modules', 'tool']) {
    symlinkSync(join(root, name), join(place, name), 'junction');
  }
  return place;
}

/** Why the law failed, empty if it did not. */
function test(place, suite, law) {
  return new Promise((resolve, reject) => {
    const only = ['--match-path', `test/${suite}.t.sol`, '--match-test', `${law}\\(`];
    const run = spawn(forge, ['test', '--json', ...only], {
      cwd: place,
      env: {
        ...process.env,
        // Compiles faster without the optimizer, which OpenZeppelin's P256 cannot do without.
        FOUNDRY_OPTIMIZER: String(suite === 'MeterRegistry'),
        FOUNDRY_DENY: 'never',
        // What a fault breaks in the handler is no law: the run goes on until a law finds it.
        FOUNDRY_INVARIANT_FAIL_ON_REVERT: 'false',
      },
    });
    let out = '';
    let err = '';
    run.stdout.on('data', (data) => (out += data));
    run.stderr.on('data', (data) => (err += data));
    run.on('error', reject);
    run.on('close', () => {
      const json = out.slice(out.indexOf('{'));
      try {
        const results = Object.values(JSON.parse(json)).flatMap((suite) => Object.entries(suite.test_results));
        const [, result] = results.find(([name]) => name.replace(/\(.*/, '') === law);
        resolve(result.status === 'Failure' ? (result.reason ?? 'no reason') : '');
      } catch {
        reject(new Error(`forge did not run the tests:\n${out.slice(-2000)}${err.slice(-2000)}`));
      }
    });
  });
}

async function kill(worker, mutant) {
  const place = workplace(worker, mutant.suite);
  const file = join(place, 'src', mutant.file);
  const text = readFileSync(file, 'utf8');
  if (text.split(mutant.from).length !== 2) {
    throw new Error(`${mutant.name}: "${mutant.from}" must be in ${mutant.file} once`);
  }
  writeFileSync(file, text.replace(mutant.from, () => mutant.to));
  try {
    return await test(place, mutant.suite, mutant.law);
  } finally {
    writeFileSync(file, text);
  }
}

/** Whether the law failed for the reason that it is there for. */
function isFound(mutant, reason) {
  return mutant.error ? reason.startsWith(`${mutant.error}(`) : FOUND.test(reason);
}

async function main(wanted) {
  const queue = mutants.filter((mutant) => wanted.length === 0 || wanted.includes(mutant.name));
  let survivors = 0;
  rmSync(join(root, 'target', 'mutants'), { recursive: true, force: true });
  const worker = async (number) => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const reason = await kill(number, mutant);
      if (!isFound(mutant, reason)) {
        survivors += 1;
        const why = reason ? `failed by something else: ${reason}` : 'did not fail';
        console.error(`SURVIVED ${mutant.name}: ${mutant.law} ${why}`);
      } else if (process.env.VERBOSE) {
        console.log(`killed ${mutant.name}`);
      }
    }
  };
  const workers = Math.min(availableParallelism(), 2, queue.length);
  const planted = queue.length;
  await Promise.all(Array.from({ length: workers }, (_, number) => worker(number)));
  if (!readFileSync(join(root, 'README.md'), 'utf8').replaceAll('\r\n', '\n').includes(table())) {
    console.error('The README has another table: put in what `--table` prints.');
    survivors += 1;
  }
  console.log(`${planted - survivors} of ${planted} mutants killed`);
  process.exitCode = survivors === 0 && planted > 0 ? 0 : 1;
}

function table() {
  const row = ({ file, name, law }) => `| ${file.replace(/.*\/|\.sol/g, '')} | ${name} | \`${law}\` |`;
  return ['| planted in | fault | fails |', '|---|---|---|', ...mutants.map(row)].join('\n');
}

if (process.argv[2] === '--table') {
  console.log(table());
} else {
  await main(process.argv.slice(2));
}
