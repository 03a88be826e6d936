#!/usr/bin/env node
// Stands in for the native compiler that forge would otherwise download: solc-js behind the two
// command lines forge uses, `--version` and `--standard-json`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const solc = createRequire(import.meta.url)('solc');

if (process.argv.includes('--version')) {
  const release = solc.version().replace(/\.Emscripten\.clang$/, '.Linux.g++');
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${release}\n`);
} else {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
}
