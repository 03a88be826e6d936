// Compiles the contracts with solc-js: offline, and the same input always gives the same output.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const resources = join(root, '..', 'src', 'main', 'resources', 'contracts');

/** The contracts we deploy: the vault and what belongs to it. */
const suite = [
  'certificate/EnergyCertificate',
  'dispute/ChallengeGame',
  'dispute/OperatorBond',
  'governance/CommunityGovernor',
  'governance/CommunityRules',
  'governance/CommunityTimelock',
  'governance/MemberVotes',
  'meter/MeterOracle',
  'meter/MeterRegistry',
  'order/Orders',
  'token/TestStablecoin',
  'vault/SettlementVault',
];

/** Name and text of our own sources, sorted by name, line ends normalised. */
function sources() {
  return readdirSync(join(root, 'src'), { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.sol'))
    .sort()
    .map((name) => [name, readFileSync(join(root, 'src', name), 'utf8').replaceAll('\r\n', '\n')]);
}

/** SHA-256 over name, NUL, text, NUL of each source; Java tests compute the same. */
function sha256(texts) {
  const hash = createHash('sha256');
  for (const [name, text] of texts) {
    hash.update(`${name}\0${text}\0`);
  }
  return hash.digest('hex');
}

function readImport(path) {
  try {
    return { contents: readFileSync(join(root, 'node_modules', path), 'utf8') };
  } catch (error) {
    return { error: error.message };
  }
}

function selectorsOfErrors(abi) {
  const { keccak256 } = require('js-sha3');
  const errors = abi
    .filter((entry) => entry.type === 'error')
    .map((entry) => {
      const signature = `${entry.name}(${entry.inputs.map((input) => input.type).join(',')})`;
      return [`0x${keccak256(signature).slice(0, 8)}`, entry.name];
    });
  return Object.fromEntries(errors.sort());
}

function compileAll(texts, paths) {
  const solc = require('solc');
  const wanted = paths.map((path) => [`src/${path}.sol`, path.replace(/.*\//, '')]);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(texts.map(([name, content]) => [`src/${name}`, { content }])),
    settings: {
      evmVersion: 'prague',
      optimizer: { enabled: true, runs: 1000 },
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: Object.fromEntries(
        wanted.map(([source, contract]) => [source, { [contract]: ['abi', 'evm.bytecode.object'] }]),
      ),
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
  const problems = (output.errors ?? []).filter(
    (problem) => problem.severity === 'error' || problem.sourceLocation?.file.startsWith('src/'),
  );
  if (problems.length > 0) {
    throw new Error(problems.map((problem) => problem.formattedMessage).join('\n'));
  }
  return wanted.map(([source, contract]) => {
    const { abi, evm } = output.contracts[source][contract];
    const artefact = {
      contract,
      compiler: solc.version(),
      sourcesSha256: sha256(texts),
      errors: selectorsOfErrors(abi),
      abi,
      bytecode: `0x${evm.bytecode.object}`,
    };
    return [join(resources, `${contract}.json`), `${JSON.stringify(artefact, null, 2)}\n`];
  });
}

/** Path and text of each artefact: ABI, creation code, selectors of errors, and what it was made from. */
export function artefacts() {
  return compileAll(sources(), suite);
}
