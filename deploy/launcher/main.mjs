// The launcher's commands: demo, status, stop, balance, forecast, verify, chain-check, bench.
import { parseArgs } from 'node:util';
import { benchmark } from './bench.mjs';
import { runDemo } from './demo.mjs';
import { programs } from './programs.mjs';
import { printStatus, stopDemo } from './running.mjs';

const commands = {
  demo: {
    options: {
      homes: { type: 'string', default: '12' },
      speed: { type: 'string', default: '60' },
      reset: { type: 'boolean', default: false },
      'http-port': { type: 'string', default: '8080' },
      'members-only': { type: 'boolean', default: false },
    },
    run: (options) =>
      runDemo({
        homes: wholeNumber('homes', options.homes, 2, 240),
        speed: wholeNumber('speed', options.speed, 1, 300),
        httpPort: wholeNumber('http-port', options['http-port'], 1, 65535),
        reset: options.reset,
        membersOnly: options['members-only'],
      }),
  },
  status: {
    options: { json: { type: 'boolean', default: false } },
    run: (options) => printStatus(options.json),
  },
  stop: { options: {}, run: () => stopDemo() },
  bench: { options: {}, positionals: true, run: (_, words) => benchmark(...words) },
};

function wholeNumber(name, text, lowest, highest) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new UsageError(`--${name} must be a whole number from ${lowest} to ${highest}: ${text}`);
  }
  return value;
}

class UsageError extends Error {}

async function main([name, ...args]) {
  // Programs read their own options and name what is wrong with them.
  if (programs[name]) return programs[name](args);
  const command = commands[name];
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: command.options,
      allowPositionals: command.positionals ?? false,
    });
    return await command.run(parsed.values, parsed.positionals);
  } catch (error) {
    const usage = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
    console.error(`peerwatt: ${usage ? `${error.message}. See ./peerwatt` : (error.stack ?? error)}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
