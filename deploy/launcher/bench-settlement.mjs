// The settlement's benchmark: one large interval, the way to a receipt, gas of the contracts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, results } from './bench-report.mjs';
import { root } from './home.mjs';
import { runProgram } from './programs.mjs';

/** Java sees as many processors as the goals are for. */
const processors = 2;

export function settlement() {
  const file = join(results, 'settlement-figures.json');
  const main = 'energy.peerwatt.settlement.chain.SettlementBenchmark';
  const status = runProgram('settlement', main, [file], {
    tests: true,
    folder: join(root, 'settlement'),
    java: [
      `-XX:ActiveProcessorCount=${processors}`,
      '-Xmx2g',
      '-Dslf4j.internal.verbosity=ERROR',
      '--enable-native-access=ALL-UNNAMED',
      '--sun-misc-unsafe-memory-access=allow',
    ],
  });
  if (status === 0) {
    report('settlement', { ...JSON.parse(readFileSync(file, 'utf8')), ...gas() }, { processors });
  }
  return status;
}

/** What the contracts' own tests measured last, see settlement/contracts. */
function gas() {
  const file = join(root, 'settlement', 'contracts', 'gas', 'settlement.json');
  if (!existsSync(file)) return {};
  const measured = JSON.parse(readFileSync(file, 'utf8'));
  return {
    gasPerTrade1000x200: Number(measured['settle 1,000 trades, 200 participants: per trade']),
    gasPerTrade10000x200: Number(measured['settle 10,000 trades, 200 participants: per trade']),
    naiveGasPerTrade: Number(measured['naive ERC-20 and ERC-1155, later trade']),
  };
}
