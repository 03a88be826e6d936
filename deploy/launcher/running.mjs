// Looks at and stops a running demo from another terminal.
import { readFileSync } from 'node:fs';
import { rememberMarketTime } from './clock.mjs';
import { inHome, readJson, removeFile } from './home.mjs';
import { isOurs, stopProcess, until } from './processes.mjs';

/** The file a running demo keeps: its own pid, its ports and the pids of its parts. */
export const runFile = 'run.json';

/** What is known while the market does not answer. */
const nothing = {
  ready: false,
  readings: null,
  orders: null,
  trades: null,
  settledIntervals: null,
  refusedBatches: null,
  chainHeight: null,
};

/** The record of a demo whose launcher is alive; undefined if none runs. */
export function runningDemo() {
  const run = readJson(runFile);
  return isOurs(run?.pid, 'main.mjs') ? run : undefined;
}

/** The market's own status; unknown and not ready while it does not answer. */
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
    ['market time', status.marketTime],
    ['readings', status.readings],
    ['orders', status.orders],
    ['trades', status.trades],
    ['settled intervals', status.settledIntervals],
    ['chain height', status.chainHeight],
    ...(status.refusedBatches ? [['refused by chain', `${status.refusedBatches} batches: see GET /api/v1/chain/outbox`]] : []),
    ...balancing(status),
  ];
  return rows.map(([name, value]) => `${name.padEnd(18)} ${value ?? '–'}`).join('\n');
}

/** Limit, highest flow and plan of the area that has a limit; nothing where there is none. */
function balancing({ balancing, marketTime }) {
  if (!balancing) return [];
  const { state, importLimitW, highestW, intervalsOver, planMadeAt } = balancing;
  const age = planMadeAt ? Math.round((Date.parse(marketTime) - Date.parse(planMadeAt)) / 60_000) : null;
  return [
    ['balancing', state.toLowerCase().replace('_', ' ')],
    ['limit', kilowatts(importLimitW)],
    ['highest flow', highestW === null ? null : `${kilowatts(Math.max(0, highestW))}, over the limit ${intervalsOver} times`],
    ['plan', age === null ? null : `${age} min old`],
  ];
}

const kilowatts = (watts) => (watts === null ? null : `${(watts / 1000).toFixed(1)} kW`);

/** Stops the running demo, and parts that a killed launcher left behind. */
export async function stopDemo() {
  const run = readJson(runFile);
  if (!run) {
    console.log('No demo is running.');
    return 0;
  }
  if (isOurs(run.pid, 'main.mjs')) await stopProcess(run.pid, 20_000);
  const stopped = await stopLeftParts();
  if (stopped) console.log('Stopped.');
  return stopped ? 0 : 1;
}

/** Stops parts that outlived their launcher. Resolves to whether none is left. */
export async function stopLeftParts() {
  const run = readJson(runFile);
  const left = Object.entries(run?.parts ?? {}).filter(([, pid]) => isOurs(pid, 'java'));
  for (const [name, pid] of left) {
    if (!(await stopProcess(pid, 9000))) await stopDatabase();
    if (!(await until(() => !isOurs(pid, 'java'), 2000))) {
      console.error(`peerwatt: ${name} (process ${pid}) does not stop`);
      return false;
    }
  }
  // Market time went on with them; a later start must not go back behind it.
  if (left.length > 0) rememberMarketTime(run.anchor);
  removeFile(runFile);
  return true;
}

/** Ends the database server of a market that had to be killed. */
export async function stopDatabase() {
  try {
    const pid = Number(
      readFileSync(inHome('market', 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    if (isOurs(pid, 'postgres')) await stopProcess(pid, 1000);
  } catch {
    // no server left a file
  }
}
