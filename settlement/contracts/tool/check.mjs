// Fails if the checked-in artefact is not what the sources compile to.
import { readFileSync } from 'node:fs';
import { artefactPath, compile } from './compiler.mjs';

if (readFileSync(artefactPath, 'utf8').replaceAll('\r\n', '\n') !== compile()) {
  console.error('The compiled contract differs from its sources: run `npm run compile` and commit the result.');
  process.exit(1);
}
