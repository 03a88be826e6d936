// Plants one fault after the other and runs the tests: each must fail, and by the law it is planted against.
// `node tool/mutants.mjs` runs all, `node tool/mutants.mjs name...` some, `--table` prints the README's table.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forge } from './forge.mjs';
import { mutants } from './mutants.list.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

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

function test(place, suite, law) {
  return new Promise((resolve, reject) => {
    const only = ['--match-path', `test/${suite}.t.sol`, '--match-test', `${law}\\(`];
    const run = spawn(forge, ['test', '--json', ...only], {
      cwd: place,
      // Compiles faster without the optimizer, which OpenZeppelin's P256 cannot do without.
      env: { ...process.env, FOUNDRY_OPTIMIZER: String(suite === 'MeterRegistry'), FOUNDRY_DENY: 'never' },
    });
    let out = '';
    let err = '';
    run.stdout.on('data', (data) => (out += data));
    run.stderr.on('data', (data) => (err += data));
    run.on('error', reject);
    run.on('close', () => {
      const json = out.slice(out.indexOf('{'));
      try {
        const failed = Object.values(JSON.parse(json)).flatMap((suite) =>
          Object.entries(suite.test_results)
            .filter(([, result]) => result.status === 'Failure')
            .map(([name]) => name.replace(/\(.*/, '')),
        );
        resolve(failed);
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

async function main(wanted) {
  const queue = mutants.filter((mutant) => wanted.length === 0 || wanted.includes(mutant.name));
  let survivors = 0;
  rmSync(join(root, 'target', 'mutants'), { recursive: true, force: true });
  const worker = async (number) => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const failed = await kill(number, mutant);
      const killed = failed.includes(mutant.law);
      if (!killed) {
        survivors += 1;
        console.error(`SURVIVED ${mutant.name}: ${mutant.law} did not fail`);
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
