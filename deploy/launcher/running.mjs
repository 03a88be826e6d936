// Looks at and stops a running demo from another terminal.
import { readFileSync } from 'node:fs';
import { readJson, removeFile } from './home.mjs';
import { isAlive, stopProcess, until } from './processes.mjs';

/** The file a running demo keeps: its own pid, its ports and the pids of its parts. */
export const runFile = 'run.json';

const nothing = {
  ready: false,
  readings: 0,
  orders: 0,
  trades: 0,
  settledIntervals: 0,
  chainHeight: 0,
};

/** The record of a demo whose launcher is alive; undefined if none runs. */
export function runningDemo() {
  const run = readJson(runFile);
  return run && isAlive(run.pid) ? run : undefined;
}

/** The market's own status; zeros and not ready while it does not answer. */
export async function marketStatus(httpPort) {
  try {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/api/v1/status`, {
      signal: AbortSignal.timeout(3000),
    });
    return answer.ok ? await answer.json() : nothing;
  } catch {
    return nothing;
  }
}

/** Prints the status; exit code 0 when a demo runs and is ready. */
export async function printStatus(asJson) {
  const run = runningDemo();
  const market = run ? await marketStatus(run.httpPort) : nothing;
  const status = { ...market, ready: Boolean(run?.ready && market.ready) };
  if (asJson) {
    console.log(JSON.stringify(status));
  } else {
    console.log(run ? describe(status, run) : 'No demo is running. Start one: ./peerwatt demo');
  }
  return status.ready ? 0 : 3;
}

function describe(status, run) {
  const rows = [
    ['state', status.ready ? `ready at http://localhost:${run.httpPort}` : 'starting'],
    ['market time', status.marketTime ?? '–'],
    ['readings', status.readings],
    ['orders', status.orders],
    ['trades', status.trades],
    ['settled intervals', status.settledIntervals],
    ['chain height', status.chainHeight],
  ];
  return rows.map(([name, value]) => `${name.padEnd(18)} ${value}`).join('\n');
}

/** Stops the running demo, and parts that a killed launcher left behind. */
export async function stopDemo() {
  const run = readJson(runFile);
  if (!run) {
    console.log('No demo is running.');
    return 0;
  }
  if (isOurs(run.pid, 'main.mjs')) {
    await stopProcess(run.pid, 20_000);
  }
  for (const [name, pid] of Object.entries(run.parts ?? {})) {
    if (isOurs(pid, 'java')) await stopProcess(pid, 8000);
    if (!(await until(() => !isOurs(pid, 'java'), 2000))) {
      console.error(`peerwatt: ${name} (process ${pid}) does not stop`);
      return 1;
    }
  }
  removeFile(runFile);
  console.log('Stopped.');
  return 0;
}

/** Guards against a number that another program got meanwhile. */
function isOurs(pid, word) {
  if (!pid || !isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
  } catch {
    return true; // no /proc here: the number is all there is
  }
}

