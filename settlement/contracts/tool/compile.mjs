// Writes the compiled artefacts; they are checked in, so that building the Java side needs no compiler.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { artefacts } from './compiler.mjs';

for (const [path, text] of artefacts()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
