// Fails if a checked-in artefact is not what the sources compile to.
import { existsSync, readFileSync } from 'node:fs';
import { artefacts } from './compiler.mjs';

for (const [path, text] of artefacts()) {
  if (!existsSync(path) || readFileSync(path, 'utf8').replaceAll('\r\n', '\n') !== text) {
    console.error(`${path} differs from its sources: run \`npm run compile\` and commit the result.`);
    process.exitCode = 1;
  }
}
