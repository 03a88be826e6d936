// ./peerwatt balance --island … --area asks a market; here one that answers as the real one does.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../home.mjs';

const home = mkdtempSync(join(tmpdir(), 'peerwatt rehearsal '));
after(() => rmSync(home, { recursive: true }));

const ANSWER = {
  areaId: 1,
  timeZone: 'Europe/Vienna',
  kind: 'UNPLANNED',
  opensAt: '2026-06-18T16:00:00Z',
  closesAt: '2026-06-19T04:00:00Z',
  heldMinutes: 720,
  kept: true,
  keptAsForecast: true,
  tiers: [
    { tier: 1, loadWh: 9000, unservedWh: 0, wholeMinutes: 720, backAt: null },
    { tier: 3, loadWh: 18000, unservedWh: 4000, wholeMinutes: 135, backAt: '2026-06-19T04:00:00Z' },
  ],
  switchings: [{ at: '2026-06-18T18:15:00Z', block: 'AT-1/comfort', tier: 3, off: true, watts: 400 }],
  reserve: {
    criticalWh: 1500,
    criticalMostWh: 20000,
    storedWh: 12000,
    blackStartWh: 2000,
    blackStartMostWh: 9000,
    formingStoredWh: 1000,
    closingWh: 4000,
  },
  headroom: { giveW: 1200, giveAt: '2026-06-18T18:00:00Z', takeW: 900, takeAt: '2026-06-18T16:00:00Z' },
  reconnection: { at: '2026-06-19T04:00:00Z', netW: 2500, wholeAt: '2026-06-19T04:15:00Z' },
  missed: [{ device: 'AT-2/CHARGER', gotWh: 4000, neededWh: 9000 }],
  range: { heldMinutes: 720, kept: true, unservedCriticalWh: 0, homes: 3 },
  problems: [],
  assumed: {
    criticalPermille: 200,
    importantPermille: 400,
    comfortPermille: 400,
    formingUnits: ['AT-1/BATTERY'],
    leftOut: 0,
    leftOutW: 1000,
    looseBatteries: 0,
    forecastsExact: true,
    networkChecked: false,
  },
};

/** Runs the command against a market with this answer; what it was asked, said and returned. */
async function against(status, answer, ...args) {
  const asked = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      asked.push({ url: request.url, login: request.headers.authorization, body: JSON.parse(body) });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const market = `http://127.0.0.1:${server.address().port}`;
  try {
    return { asked, ...(await peerwatt(...args, '--market', market)) };
  } finally {
    server.close();
  }
}

function peerwatt(...args) {
  const env = { ...process.env, PEERWATT_HOME: home };
  return new Promise((resolve) => {
    execFile(join(root, 'peerwatt'), ['balance', ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

test('a rehearsal is asked of the market and told by its clocks', async () => {
  const { code, stdout, asked } = await against(
    200,
    ANSWER,
    ...['--island', '18:00..06:00', '--area', '1', '--black-start-wh', '2000', '--login', 'ada:secret'],
  );
  assert.equal(code, 0);
  assert.equal(asked.length, 1);
  assert.equal(asked[0].url, '/api/v1/areas/1/island-rehearsals');
  assert.equal(asked[0].login, `Basic ${Buffer.from('ada:secret').toString('base64')}`);
  assert.deepEqual(asked[0].body, { from: '18:00', until: '06:00', kind: 'UNPLANNED', blackStartWh: 2000 });
  assert.match(stdout, /from Thu 18:00 to Fri 06:00 \(unplanned\): holds to the end, if forecasts hold\./);
  assert.match(stdout, /\nIf load is high and sun is low: holds to the end \(load exceeded and sun not reached in one case of ten each; known of 3 homes\)\.\n/);
  assert.match(stdout, /critical: all 9\.0 kWh served\./);
  assert.match(stdout, /comfort: 4\.0 kWh of 18\.0 kWh not served, whole for 2 h 15 min\./);
  assert.match(stdout, /Thu 20:15 {2}off {2}AT-1\/comfort \(comfort, 400 W\)/);
  assert.match(stdout, /A black start takes 2\.0 kWh; the forming batteries hold 1\.0 kWh .*which is not enough\./);
  assert.match(stdout, /1200 W to give at Thu 20:00, 900 W to take at Thu 18:00/);
  assert.match(stdout, /2500 W from the grid; all load is on from Fri 06:15/);
  assert.match(stdout, /voltages and cables are not checked\.\nAll of it is kept, as far as that is so\./);
});

test('a rehearsal that does not hold ends with 1, and with --json the answer is printed as it is', async () => {
  const answer = { ...ANSWER, kept: false, keptAsForecast: false, heldMinutes: 195, problems: ['Too little.'], assumed: { ...ANSWER.assumed, leftOut: 1 } };
  const told = await against(200, answer, '--island', '18:00..06:00', '--area', '1');
  assert.equal(told.code, 1);
  assert.match(told.stdout, /holds for 3 h 15 min of 12 h 0 min/);
  assert.match(told.stdout, /1 homes give no values and are taken as 1000 W each/);
  assert.match(told.stdout, /Too little\.\n[^]*Not all of it is kept\.$/m);
  const json = await against(200, answer, '--island', '18:00..06:00', '--area', '1', '--json');
  assert.deepEqual(JSON.parse(json.stdout), answer);
});

test('what is kept only if forecasts hold is not kept, and that is said', async () => {
  const range = { heldMinutes: 345, kept: false, unservedCriticalWh: 2300, homes: 3 };
  const answer = { ...ANSWER, kept: false, range };
  const { code, stdout } = await against(200, answer, '--island', '18:00..06:00', '--area', '1');
  assert.equal(code, 1);
  assert.match(stdout, /low: holds for 5 h 45 min of 12 h 0 min, 2\.3 kWh of critical load not served \(/);
  assert.match(stdout, /Not all of it is kept: all if forecasts hold, but not if load is high and sun is low\./);

  const none = await against(200, { ...ANSWER, range: null }, '--island', '18:00..06:00', '--area', '1');
  assert.match(none.stdout, /How far off forecasts may be is not known yet\.\n/);
});

test('what cannot be asked is named', async () => {
  const refused = await against(
    400,
    { field: 'blackStartWh', detail: 'blackStartWh must be at most 9000' },
    ...['--island', '18:00..06:00', '--area', '1'],
  );
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /400 blackStartWh: blackStartWh must be at most 9000/);

  for (const [args, reason] of [
    [['--island', 'evening', '--area', '1'], /--island must be times such as 18:00\.\.06:00, not evening/],
    [['--island', '18:00..06:00', '--area', 'one'], /--area must be a number, not one/],
    [['--island', '18:00..06:00', '--area', '1', '--black-start-wh', 'much'], /--black-start-wh must be/],
    [['--island', '18:00..06:00', '--area', '1'], /no demo is running and ready/],
    [['--island', '18:00..06:00', '--area', '1', '--faster'], /Usage: balance --island/],
  ]) {
    const { code, stderr } = await peerwatt(...args);
    assert.match(stderr, reason);
    assert.equal(code, 2);
  }
});
