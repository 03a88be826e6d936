// Every screen of the app with somebody who opens it, for what is held or measured on each of them.

/** Whose home prosumers' screens are of. */
export const PROSUMER = 'home-01'

/**
 * Screens as `{ name, login, path }`; without a login nobody is signed in.
 *
 * @param home participant of the prosumer's home
 * @param interval start of a quarter hour that traded, as the market writes it
 */
export const screensOf = (home, interval) => [
  { name: 'street', login: PROSUMER, path: '/' },
  { name: 'today', login: PROSUMER, path: `/home/${home}` },
  { name: 'strategy', login: PROSUMER, path: `/home/${home}/strategy` },
  { name: 'market', login: PROSUMER, path: '/market' },
  { name: 'earnings', login: PROSUMER, path: `/home/${home}/earnings` },
  { name: 'community', login: PROSUMER, path: '/community' },
  { name: 'you', login: PROSUMER, path: '/you' },
  { name: 'join', path: '/join' },
  { name: 'tariffs', login: 'utility', path: '/tariffs' },
  { name: 'statements', login: 'utility', path: `/billing?home=${home}` },
  { name: 'balancing', login: 'operator', path: '/balancing' },
  { name: 'events', login: 'operator', path: '/events' },
  { name: 'replay', login: 'operator', path: `/events?date=${interval.slice(0, 10)}&interval=${interval}` },
]
