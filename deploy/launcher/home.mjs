// Where the demo keeps its things, and small files there.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const home = resolve(process.env.PEERWATT_HOME ?? join(root, '.peerwatt'));

/** Path of a file or folder in the demo's home. */
export const inHome = (...names) => join(home, ...names);

/** Reads a JSON file of the home; undefined if there is none that can be read. */
export function readJson(name) {
  try {
    return JSON.parse(readFileSync(inHome(name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes a JSON file so that a reader or a crash sees the old one or the new one, never half. */
export function writeJson(name, value) {
  mkdirSync(home, { recursive: true });
  const path = inHome(name);
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export const removeFile = (name) => rmSync(inHome(name), { force: true });
