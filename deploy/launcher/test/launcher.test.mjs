// What ./peerwatt promises before anything runs. The end-to-end tests start the programs themselves.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../home.mjs';

const home = mkdtempSync(join(tmpdir(), 'peerwatt launcher '));
after(() => rmSync(home, { recursive: true }));

/** Resolves to exit code and output of one command, in a home where nothing has run. */
function peerwatt(...args) {
  const env = { ...process.env, PEERWATT_HOME: home };
  return new Promise((resolve) => {
    execFile(join(root, 'peerwatt'), args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

async function assertRefused(args, reason) {
  const { code, stderr } = await peerwatt(...args);
  assert.match(stderr, reason);
  assert.equal(code, 1);
}

test('help names every command', async () => {
  for (const args of [[], ['help'], ['--help']]) {
    const { code, stdout } = await peerwatt(...args);
    assert.equal(code, 0);
    for (const command of ['demo', 'status', 'stop', 'build', 'test', 'balance', 'forecast', 'verify', 'bench']) {
      assert.match(stdout, new RegExp(`^ +\\./peerwatt ${command}\\b`, 'm'));
    }
    for (const part of ['market', 'gateway', 'engine', 'simulate']) {
      assert.match(stdout, new RegExp(`^ +\\./peerwatt ${part}\\b`, 'm'));
    }
  }
});

test('an unknown command is named', () => assertRefused(['sell'], /unknown command sell/));

test('options of the demo are checked before anything starts', async () => {
  await assertRefused(['demo', '--homes', '1'], /--homes must be a whole number from 2 to 240: 1/);
  await assertRefused(['demo', '--homes', 'many'], /--homes must be a whole number .*: many/);
  await assertRefused(['demo', '--speed', '0'], /--speed must be a whole number from 1 to 300: 0/);
  await assertRefused(['demo', '--http-port', '65536'], /--http-port must be .* to 65535: 65536/);
  await assertRefused(['demo', '--speed'], /speed.*argument missing/);
  await assertRefused(['demo', '--faster'], /Unknown option '--faster'/);
  await assertRefused(['demo', 'now'], /Unexpected argument 'now'/);
});

test('options of single parts are checked', async () => {
  await assertRefused(['market', '--data'], /option --data needs a value/);
  await assertRefused(['market', '--homes', '12'], /unknown option --homes for market/);
  await assertRefused(['gateway', '--http-port', '1'], /unknown option --http-port for gateway/);
});

test('the status without a demo is no failure of the launcher', async () => {
  const text = await peerwatt('status');
  assert.match(text.stdout, /No demo is running/);
  assert.equal(text.code, 3);

  const json = await peerwatt('status', '--json');
  const status = JSON.parse(json.stdout);
  assert.equal(status.ready, false);
  assert.equal(status.readings, null, 'unknown is never zero');
  assert.equal(json.code, 3);
});

test('stop without a demo has nothing to do', async () => {
  const { code, stdout } = await peerwatt('stop');
  assert.match(stdout, /No demo is running/);
  assert.equal(code, 0);
});

test('a taken port is said at once and leaves nothing behind', async () => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address();
  try {
    await assertRefused(
      ['demo', '--http-port', String(port)],
      new RegExp(`port ${port} is taken. Choose another with --http-port`),
    );
    assert.deepEqual(readdirSync(home), []);
  } finally {
    other.close();
  }
});
