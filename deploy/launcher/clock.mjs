// The market clock's anchor. Market time stands still while the demo is stopped.
import { readJson, writeJson } from './home.mjs';

const file = 'clock.json';

/**
 * The anchor for a start now: market time goes on where it was last seen, or begins at nine o'clock
 * of a midsummer morning; at speed 1 a new market runs on the real time.
 */
export function nextAnchor(speed) {
  const seen = readJson(file)?.marketTime;
  const wallStart = new Date();
  return {
    marketStart: seen ?? (speed === 1 ? wallStart : midsummerMorning(wallStart)).toISOString(),
    wallStart: wallStart.toISOString(),
    speed,
  };
}

function midsummerMorning(now) {
  return new Date(Date.UTC(now.getUTCFullYear(), 5, 18, 7, 0));
}

export function marketTime(anchor) {
  const elapsed = Date.now() - Date.parse(anchor.wallStart);
  return new Date(Date.parse(anchor.marketStart) + elapsed * anchor.speed);
}

/** Remembers how far market time has come, so that a later start never goes back. */
export function rememberMarketTime(anchor) {
  writeJson(file, { marketTime: marketTime(anchor).toISOString() });
}

/** The environment every part gets. */
export const clockEnvironment = (anchor) => ({
  PEERWATT_CLOCK_MARKET_START: anchor.marketStart,
  PEERWATT_CLOCK_WALL_START: anchor.wallStart,
  PEERWATT_CLOCK_SPEED: String(anchor.speed),
});
