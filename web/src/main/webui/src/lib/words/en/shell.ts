import { say } from '../say'

export const app = {
  name: 'Peerwatt',
  skip: 'Skip to content',
  navigation: 'Main',
  village: 'Village',
  home: 'Homes',
  neighbour: say('Neighbour {number}', (number: number) => ({ number })),
  someone: 'a neighbour',
  market: 'Market',
  meters: 'Meters',
  balancing: 'Balancing',
  toDark: 'Use dark colours',
  toLight: 'Use light colours',
  theme: say('{dark, select, true {Light} other {Dark}}', (dark: boolean) => ({ dark })),
  signIn: 'Sign in',
  you: 'You',
  title: say('{page} · Peerwatt', (page: string) => ({ page })),
  clock: say('{day}, {time}', (day: string, time: string) => ({ day, time })),
  area: 'Area',
  speed: say('{speed, plural, =1 {in real time} other {running {speed} times faster}}', (speed: number) => ({
    speed,
  })),
  clockWaiting: 'Waiting for the market clock',
  notFound: 'There is nothing at this address.',
  notFoundAct: 'Go to the village',
  language: 'Language',
} as const

export const fresh = {
  live: 'Live',
  age: say('{seconds} s ago', (seconds: number) => ({ seconds })),
  since: say('Offline since {time}', (time: string) => ({ time })),
  waiting: 'Connecting',
  polling: 'Live, every 4 s',
} as const

export const failure = {
  title: 'The market does not answer.',
  safe: 'The meters keep counting and nothing is lost.',
  detail: 'We try again by ourselves every few seconds.',
  homeMissing: 'This home is not part of the street.',
  homeHidden: 'What happens in this home is for its people alone.',
  retry: 'Try again now',
  stale: 'The figures below are the last we heard. We reconnect by ourselves.',
} as const

export const community = 'Votes and certificates'
