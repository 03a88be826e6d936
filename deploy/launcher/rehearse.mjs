// Asks a running market how hours without the grid would go, and says so in lines.
import { parseArgs } from 'node:util';
import { runningDemo } from './running.mjs';

/** As of the program behind `balance`: all is kept, something is not, or it could not be asked. */
const KEPT = 0;
const BROKEN = 1;
const UNUSABLE = 2;

const USAGE =
  'balance --island FROM..UNTIL --area N [--kind PLANNED|UNPLANNED|BLACK_START] [--critical-hours N]' +
  ' [--black-start-wh N] [--market URL] [--login NAME:PASSWORD] [--json]';

const options = {
  island: { type: 'string' },
  area: { type: 'string' },
  kind: { type: 'string', default: 'UNPLANNED' },
  'critical-hours': { type: 'string' },
  'black-start-wh': { type: 'string' },
  market: { type: 'string' },
  login: { type: 'string' },
  json: { type: 'boolean', default: false },
};

/** Whether these arguments of `balance` are for a market and not for a file. */
export const isForMarket = (args) =>
  args.some((arg) => arg === '--area' || arg.startsWith('--area=')) && !args.includes('--instance');

class Unusable extends Error {}

export async function rehearse(args) {
  try {
    const { values } = parseArgs({ args, options });
    const answer = await ask(values);
    console.log(values.json ? JSON.stringify(answer) : lines(answer).join('\n'));
    return answer.kept ? KEPT : BROKEN;
  } catch (error) {
    const usage = error.code?.startsWith('ERR_PARSE_ARGS');
    if (!usage && !(error instanceof Unusable)) throw error;
    console.error(`peerwatt: ${error.message}${usage ? `. Usage: ${USAGE}` : ''}`);
    return UNUSABLE;
  }
}

async function ask(values) {
  const { from, until } = times(values.island ?? '');
  const body = {
    from,
    until,
    kind: values.kind.toUpperCase(),
    ...number('criticalHours', 'critical-hours', values),
    ...number('blackStartWh', 'black-start-wh', values),
  };
  const area = /^\d{1,9}$/.test(values.area) ? values.area : undefined;
  if (!area) throw new Unusable(`--area must be a number, not ${values.area}`);
  const path = `${market(values.market)}/api/v1/areas/${area}/island-rehearsals`;
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: authorization(values.login) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
  } catch (error) {
    throw new Unusable(`${path} does not answer (${error.cause?.code ?? error.name})`);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Unusable(`${response.status} ${answer.field ? `${answer.field}: ` : ''}${answer.detail ?? path}`);
  }
  return answer;
}

function times(text) {
  const [, from, until] = text.match(/^(\d\d:\d\d)\.\.(\d\d:\d\d)$/) ?? [];
  if (!from) throw new Unusable(`--island must be times such as 18:00..06:00, not ${text || 'nothing'}`);
  return { from, until };
}

function number(name, option, values) {
  if (values[option] === undefined) return {};
  const value = Number(values[option]);
  if (!Number.isInteger(value) || value < 0) {
    throw new Unusable(`--${option} must be a whole number, not ${values[option]}`);
  }
  return { [name]: value };
}

/** The market that is named, or the running demo. */
function market(url) {
  if (url) return url.replace(/\/$/, '');
  const run = runningDemo();
  if (!run?.ready) throw new Unusable('no demo is running and ready; start one, or name a market with --market URL');
  return `http://127.0.0.1:${run.httpPort}`;
}

/** Without a login, that of the demo's operator. */
function authorization(login) {
  return `Basic ${Buffer.from(login ?? process.env.PEERWATT_LOGIN ?? 'operator:demo').toString('base64')}`;
}

const TIERS = { 1: 'critical', 2: 'important', 3: 'comfort' };
const kilowattHours = (wh) => `${(wh / 1000).toFixed(1)} kWh`;
const span = (minutes) => `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

/** The answer in lines, with times by the area's clocks. */
export function lines(answer) {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: answer.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const at = (instant) => clock.format(Date.parse(instant)).replace(',', '');
  const { reserve, headroom, reconnection, assumed } = answer;
  const length = Math.round((Date.parse(answer.closesAt) - Date.parse(answer.opensAt)) / 60_000);
  return [
    `Without the grid from ${at(answer.opensAt)} to ${at(answer.closesAt)} (${answer.kind.toLowerCase().replace('_', ' ')}): ${
      answer.heldMinutes >= length ? 'holds to the end' : `holds for ${span(answer.heldMinutes)} of ${span(length)}`
    }, if forecasts hold.`,
    range(answer.range, length),
    ...answer.tiers.map(
      ({ tier, loadWh, unservedWh, wholeMinutes }) =>
        `${TIERS[tier]}: ${
          unservedWh === 0
            ? `all ${kilowattHours(loadWh)} served`
            : `${kilowattHours(unservedWh)} of ${kilowattHours(loadWh)} not served, whole for ${span(wholeMinutes)}`
        }.`,
    ),
    ...answer.switchings.map(
      ({ at: when, block, tier, off, watts }) =>
        `${at(when)}  ${off ? 'off' : 'on '}  ${block} (${TIERS[tier]}, ${watts} W)`,
    ),
    need('Critical load', reserve.criticalWh, 'the batteries', reserve.criticalMostWh, reserve.storedWh),
    need('A black start', reserve.blackStartWh, 'the forming batteries', reserve.blackStartMostWh, reserve.formingStoredWh),
    `Headroom of the forming batteries: ${headroom.giveW} W to give at ${at(headroom.giveAt)}, ${headroom.takeW} W to take at ${at(headroom.takeAt)}, at the least.`,
    `Reconnection at ${at(reconnection.at)} with ${Math.abs(reconnection.netW)} W ${reconnection.netW < 0 ? 'to' : 'from'} the grid; ${
      reconnection.wholeAt ? `all load is on from ${at(reconnection.wholeAt)}` : 'not all load is back by the end'
    }.`,
    ...answer.missed.map(
      ({ device, gotWh, neededWh }) => `${device} gets ${kilowattHours(gotWh)} of ${kilowattHours(neededWh)}.`,
    ),
    ...answer.problems,
    `Taken as given: ${assumed.criticalPermille / 10} % of every home's load is critical and ${assumed.importantPermille / 10} % important; ${assumed.formingUnits.length} batteries form the grid` +
      `${assumed.leftOut ? `; ${assumed.leftOut} homes give no values and are taken as ${assumed.leftOutW} W each` : ''}${assumed.looseBatteries ? `; ${assumed.looseBatteries} batteries cannot be planned` : ''}; forecasts hold; voltages and cables are not checked.`,
    verdict(answer),
  ];
}

/** How the same hours go if forecasts are off. */
function range(worse, length) {
  if (!worse) return 'How far off forecasts may be is not known yet.';
  const { heldMinutes, unservedCriticalWh, homes } = worse;
  const held = heldMinutes >= length ? 'holds to the end' : `holds for ${span(heldMinutes)} of ${span(length)}`;
  const unserved = unservedCriticalWh > 0 ? `, ${kilowattHours(unservedCriticalWh)} of critical load not served` : '';
  return `If load is high and sun is low: ${held}${unserved} (load exceeded and sun not reached in one case of ten each; known of ${homes} homes).`;
}

function verdict({ kept, keptAsForecast }) {
  if (kept) return 'All of it is kept, as far as that is so.';
  return keptAsForecast
    ? 'Not all of it is kept: all if forecasts hold, but not if load is high and sun is low.'
    : 'Not all of it is kept.';
}

function need(what, wanted, who, most, stored) {
  const start = `${what} takes ${kilowattHours(wanted)}; ${who} hold ${kilowattHours(stored)} for it at the opening`;
  if (wanted > most) return `${start} and at most ${kilowattHours(most)}: no charge is enough.`;
  return `${start}${stored < wanted ? ', which is not enough' : ''}.`;
}
