// Writes the compiled artefact; it is checked in, so that building the Java side needs no compiler.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { artefactPath, compile } from './compiler.mjs';

mkdirSync(dirname(artefactPath), { recursive: true });
writeFileSync(artefactPath, compile());
