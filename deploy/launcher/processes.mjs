// One part of the running system: a child process with a log and a line that says it is ready.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inHome, root } from './home.mjs';

/** True while the process exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Resolves to whether `condition` became true within `millis`. */
export async function until(condition, millis) {
  const deadline = Date.now() + millis;
  while (Date.now() < deadline) {
    if (await condition()) return true;
    await sleep(100);
  }
  return await condition();
}

/** Guards against a number that another program got meanwhile. */
export function isOurs(pid, word) {
  if (!pid || !isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
  } catch {
    return true; // no /proc here: the number is all there is
  }
}

/** Signals the process and everything in its group; a process that is gone is no error. */
export function signalGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
    } catch {
      // already gone
    }
  }
}

/** Asks the process to stop and insists after `graceMillis`. */
export async function stopProcess(pid, graceMillis) {
  if (isAlive(pid)) process.kill(pid, 'SIGTERM');
  const stopped = await until(() => !isAlive(pid), graceMillis);
  if (!stopped) signalGroup(pid, 'SIGKILL');
  return stopped;
}

export class Part {
  /** `args` are those of ./peerwatt; `readyLine` is printed by the part once it can be used. */
  constructor(name, { args, env, readyLine, graceMillis }) {
    Object.assign(this, { name, args, env, readyLine, graceMillis });
    this.log = inHome('logs', `${name}.log`);
  }

  start() {
    mkdirSync(inHome('logs'), { recursive: true });
    const log = openSync(this.log, 'w');
    // A group of its own: Ctrl-C reaches the launcher only, which then stops the parts in order.
    this.child = spawn(`${root}/peerwatt`, this.args, {
      detached: true,
      env: { ...process.env, ...this.env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child.on('exit', (code, signal) => {
      this.ended = signal ?? `exit code ${code}`;
    });
    this.child.on('error', (error) => {
      this.ended = error.message;
    });
  }

  get pid() {
    return this.child.pid;
  }

  isReady() {
    return readFileSync(this.log, 'utf8').includes(this.readyLine);
  }

  /** Resolves when ready; throws when the part ends or takes longer than `millis`. */
  async ready(millis) {
    await until(() => this.ended !== undefined || this.isReady(), millis);
    if (this.ended !== undefined || !this.isReady()) throw new PartFailed(this);
  }

  stop() {
    return stopProcess(this.pid, this.graceMillis);
  }
}

/** A part did not come up or ended by itself. */
export class PartFailed extends Error {
  constructor(part) {
    super(`${part.name} ${part.ended ? `ended (${part.ended})` : 'did not become ready'}`);
    this.part = part;
  }

  /** What failed, where its log is, and what to do. */
  report() {
    const lines = readFileSync(this.part.log, 'utf8').trimEnd().split('\n').slice(-12);
    return [
      `FAILED: ${this.message}`,
      ...lines.map((line) => `  | ${line}`),
      `Log: ${this.part.log}`,
      'What to do: read the last lines above. If a port is taken, stop the other program or choose',
      'another --http-port. If the data looks damaged, start anew with ./peerwatt demo --reset.',
      'Other causes are listed in deploy/docs/runbook.md.',
    ].join('\n');
  }
}
