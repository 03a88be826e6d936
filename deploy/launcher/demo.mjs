// Starts the whole system, watches over it and stops it in order.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from './build.mjs';
import { clockEnvironment, marketTime, nextAnchor, rememberMarketTime } from './clock.mjs';
import { home, inHome, readJson, removeFile, writeJson } from './home.mjs';
import { freePort, isFree } from './ports.mjs';
import { Part, PartFailed, until } from './processes.mjs';
import { marketStatus, runFile, runningDemo, stopDatabase, stopLeftParts } from './running.mjs';

const startTimeoutMillis = 120_000;

/** Runs the demo until it is told to stop. Resolves to the exit code. */
export async function runDemo({ homes, speed, httpPort, reset, membersOnly }) {
  const other = runningDemo();
  if (other) {
    console.error(`peerwatt: a demo already runs at http://localhost:${other.httpPort}. ./peerwatt stop ends it.`);
    return 1;
  }
  if (!(await stopLeftParts())) return 1;
  if (!(await isFree(httpPort))) {
    console.error(`peerwatt: port ${httpPort} is taken. Choose another with --http-port.`);
    return 1;
  }
  if (reset) forget();
  const run = { pid: process.pid, httpPort, ready: false, parts: {} };
  writeJson(runFile, run);
  try {
    if (!(await ensureBuilt(console.log))) return 1;
    return await serve(await parts({ homes, speed, httpPort, membersOnly }), run);
  } finally {
    removeFile(runFile);
  }
}

/** Removes what a demo keeps, and nothing else that may be in the folder. */
function forget() {
  const kept = ['simulator', 'gateway', 'market', 'logs', 'clock.json', 'connection.json'];
  for (const name of kept) rmSync(inHome(name), { recursive: true, force: true });
}

/** The three programs in the order in which they are stopped. */
async function parts({ homes, speed, httpPort, membersOnly }) {
  const anchor = nextAnchor(speed);
  const { mqttPort, gatewayPassword } = await connection();
  const shared = { ...clockEnvironment(anchor), PEERWATT_MQTT_GATEWAY_PASSWORD: gatewayPassword };
  const gateway = new Part('gateway', {
    args: [
      'gateway',
      '--data',
      inHome('gateway'),
      `-Dpeerwatt.devices=${inHome('simulator', 'devices.json')}`,
      `-Dpeerwatt.mqtt.url=tcp://127.0.0.1:${mqttPort}`,
      `-Dpeerwatt.control.trusted-keys=${trustedKey()}`,
    ],
    env: shared,
    readyLine: 'gateway ready',
    graceMillis: 3000,
  });
  const simulator = new Part('simulator', {
    args: ['simulate', '--data', inHome('simulator'), '--homes', String(homes)],
    env: shared,
    readyLine: 'simulator ready',
    graceMillis: 2000,
  });
  const market = new Part('market', {
    args: [
      'market',
      '--data',
      inHome('market'),
      '--http-port',
      String(httpPort),
      '--mqtt-port',
      String(mqttPort),
      `-Dpeerwatt.demo.dir=${home}`,
      '-Dpeerwatt.demo.logins=true',
      `-Dpeerwatt.demo.open-reads=${!membersOnly}`,
      `-Dpeerwatt.mail.page=http://localhost:${httpPort}`,
      // So that certificates can be used up within a demo's days, not after years.
      '-Dpeerwatt.chain.energy-window=1d',
      // What a gateway takes to start is hours of a clock that runs fast.
      ...(speed > 1 ? ['-Dpeerwatt.metering.estimate-after=6h'] : []),
    ],
    env: shared,
    readyLine: 'market ready',
    graceMillis: 8000,
  });
  return { anchor, httpPort, inStopOrder: [gateway, simulator, market] };
}

/** The public half of the market's control key, which the gateway trusts; makes the key if there is none. */
function trustedKey() {
  const file = inHome('market', 'control-key');
  const format = { type: 'pkcs8', format: 'der' };
  if (!existsSync(file)) {
    const fresh = generateKeyPairSync('ed25519').privateKey.export(format);
    mkdirSync(inHome('market'), { recursive: true });
    writeFileSync(file, `${fresh.toString('base64')}\n`, { mode: 0o600 });
  }
  const key = createPrivateKey({ key: Buffer.from(readFileSync(file, 'utf8'), 'base64'), ...format });
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
}

async function serve({ anchor, httpPort, inStopOrder }, run) {
  const stopped = stopSignal();
  const started = Date.now();
  let code = 0;
  try {
    console.log('Starting');
    for (const part of inStopOrder.toReversed()) part.start();
    run.anchor = anchor;
    run.parts = Object.fromEntries(inStopOrder.map((part) => [part.name, part.pid]));
    writeJson(runFile, run);
    const allReady = allPartsReady(inStopOrder, httpPort, started);
    if ((await Promise.race([allReady, stopped])) !== 'stop') {
      writeJson(runFile, { ...run, ready: true });
      console.log(`Ready after ${seconds(started)}: http://localhost:${httpPort}`);
      console.log(
        `Market time ${marketTime(anchor).toISOString().slice(0, 16)}Z, running ${anchor.speed} times as fast. Ctrl-C stops everything.`,
      );
      await watch(inStopOrder, anchor, stopped);
    }
  } catch (error) {
    if (!(error instanceof PartFailed)) throw error;
    console.error(error.report());
    code = 1;
  } finally {
    await stopAll(inStopOrder, anchor);
  }
  return code;
}

async function allPartsReady(parts, httpPort, started) {
  await Promise.all(
    parts.map(async (part) => {
      await part.ready(startTimeoutMillis);
      console.log(`  ${part.name.padEnd(10)} ready after ${seconds(started)}`);
    }),
  );
  const market = parts.find((part) => part.name === 'market');
  const answers = async () => market.ended !== undefined || (await marketStatus(httpPort)).ready;
  if (!(await until(answers, startTimeoutMillis)) || market.ended) throw new PartFailed(market);
}

/** Resolves when told to stop; throws when a part ends by itself. */
async function watch(parts, anchor, stopped) {
  for (;;) {
    rememberMarketTime(anchor);
    const ended = parts.find((part) => part.ended !== undefined);
    if (ended) throw new PartFailed(ended);
    if ((await Promise.race([sleep(1000), stopped])) === 'stop') return;
  }
}

async function stopAll(parts, anchor) {
  console.log('Stopping');
  for (const part of parts.filter((candidate) => candidate.child)) {
    const begun = Date.now();
    const orderly = part.ended !== undefined || (await part.stop());
    if (part.name === 'market' && !orderly) await stopDatabase();
    console.log(`  ${part.name.padEnd(10)} ${orderly ? 'stopped' : 'killed'} after ${seconds(begun)}`);
  }
  rememberMarketTime(anchor);
}

function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve('stop'));
  });
}

/** The broker's port and the gateway's password: chosen once, kept, the port only while free. */
async function connection() {
  const kept = readJson('connection.json');
  if (kept && (await isFree(kept.mqttPort))) return kept;
  const chosen = {
    mqttPort: await freePort(),
    gatewayPassword: kept?.gatewayPassword ?? randomBytes(18).toString('base64url'),
  };
  writeJson('connection.json', chosen);
  return chosen;
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
