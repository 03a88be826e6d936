// The only place that turns base units into text. Missing is a dash, never zero; direction is said in
// words beside the figure, so power, energy and money are shown without a sign. Customs are the reader's.
import { language, locale } from './language'

const NBSP = '\u00a0'

export const MISSING = '–'

export interface Figure {
  value: string
  unit: string
}

type Maybe = number | null | undefined

const known = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value)

function decimal(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits))
  return (rounded === 0 ? 0 : rounded)
    .toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−')
}

export const join = (figure: Figure): string =>
  figure.unit ? `${figure.value}${NBSP}${figure.unit}` : figure.value

/** Power in W without its sign: `80 W` under 100 W, else kW with one decimal. */
export function powerFigure(watts: Maybe): Figure {
  if (!known(watts)) return { value: MISSING, unit: '' }
  const size = Math.abs(watts)
  if (size < 99.5) return { value: decimal(size, 0), unit: 'W' }
  return { value: decimal(size / 1000, 1), unit: 'kW' }
}

export const power = (watts: Maybe): string => join(powerFigure(watts))

/** Power in kW with one decimal whatever its size, for charts and sums. */
export function powerKiloFigure(watts: Maybe): Figure {
  return known(watts)
    ? { value: decimal(Math.abs(watts) / 1000, 1), unit: 'kW' }
    : { value: MISSING, unit: '' }
}

export const powerKilo = (watts: Maybe): string => join(powerKiloFigure(watts))

/** Voltage in mV, in V with one decimal. */
export const voltage = (millivolts: Maybe): string =>
  known(millivolts) ? `${decimal(millivolts / 1000, 1)}${NBSP}V` : MISSING

/** Current in mA, in A with one decimal. */
export const current = (milliamperes: Maybe): string =>
  known(milliamperes) ? `${decimal(milliamperes / 1000, 1)}${NBSP}A` : MISSING

/** Energy in Wh without its sign: `80 Wh` under 100 Wh, else kWh with one decimal, none from 100 kWh, MWh from 10 000 kWh. */
export function energyFigure(wattHours: Maybe): Figure {
  if (!known(wattHours)) return { value: MISSING, unit: '' }
  if (isSmall(wattHours)) return { value: decimal(Math.abs(wattHours), 0), unit: 'Wh' }
  const kilo = Math.abs(wattHours) / 1000
  if (kilo >= 9999.5) return { value: decimal(kilo / 1000, 1), unit: 'MWh' }
  return { value: decimal(kilo, kilo >= 99.95 ? 0 : 1), unit: 'kWh' }
}

export const energy = (wattHours: Maybe): string => join(energyFigure(wattHours))

/** Energy that would read as nothing in kWh. */
const isSmall = (wattHours: number): boolean => wattHours !== 0 && Math.abs(wattHours) < 99.5

/** Energy in kWh with two decimals and no unit, for tables that say the unit once. */
export const energyFine = (wattHours: Maybe): string =>
  known(wattHours) ? decimal(Math.abs(wattHours) / 1000, 2) : MISSING

/** Energy of one trade or settlement: `80 Wh` under 100 Wh, else kWh with two decimals. */
export const energyTraded = (wattHours: Maybe): string =>
  known(wattHours) && !isSmall(wattHours) ? `${energyFine(wattHours)}${NBSP}kWh` : energy(wattHours)

/** Energy of a certificate, whose unit is 1 Wh: kWh with three decimals. */
export const energyExact = (wattHours: Maybe): string => join(energyExactFigure(wattHours))

export const energyExactFigure = (wattHours: Maybe): Figure =>
  known(wattHours) ? { value: kilo(wattHours), unit: 'kWh' } : { value: MISSING, unit: '' }

/** Energy in kWh with three decimals and no unit, for who types it. */
export const kilo = (wattHours: number): string => decimal(wattHours / 1000, 3)

const MINOR: Record<string, string> = { EUR: 'ct', CHF: 'Rp.', GBP: 'p', NOK: 'øre', SEK: 'öre', DKK: 'øre' }

export const minorUnit = (currency: string): string => MINOR[currency] ?? 'ct'

/** Price in micro-currency per kWh as minor units with one decimal; may be below zero. */
export const priceValue = (micro: Maybe): string => (known(micro) ? decimal(micro / 10_000, 1) : MISSING)

export const price = (micro: Maybe, currency: string): string =>
  known(micro) ? `${priceValue(micro)}${NBSP}${minorUnit(currency)}` : MISSING

/** Whether a decimal amount is more, less or nothing to the cent. */
export function amountSign(amount: string | null | undefined): -1 | 0 | 1 {
  if (amount === null || amount === undefined) return 0
  const cents = Math.round(Number(amount) * 100)
  return cents > 0 ? 1 : cents < 0 ? -1 : 0
}

/** Money without its sign, in the currency's own form; the words beside it say who pays. */
export function money(amount: string | null | undefined, currency: string): string {
  if (amount === null || amount === undefined || !Number.isFinite(Number(amount))) return MISSING
  const value = Math.abs(Number(amount))
  return value.toLocaleString(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
}

export const share = (part: Maybe): string =>
  known(part) ? `${decimal(Math.min(1, Math.max(0, part)) * 100, 0)}${NBSP}%` : MISSING

export const count = (value: Maybe): string => (known(value) ? value.toLocaleString(locale()) : MISSING)

const clocks = new Map<string, Intl.DateTimeFormat>()

function format(at: number, timeZone: string, name: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${name} ${timeZone} ${locale()}`
  const clock = clocks.get(key) ?? new Intl.DateTimeFormat(locale(), { timeZone, ...options })
  clocks.set(key, clock)
  return clock.format(at)
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }

/** `14:02`, or `02:02 pm` where the reader counts to twelve. */
export const time = (at: number, timeZone: string): string => format(at, timeZone, 'time', CLOCK)

/** A full hour on an axis, `15:00` or `3 pm`; 24 is the end of the day. */
export function hourMark(hour: number): string {
  const at = Date.UTC(2026, 0, 1, hour)
  const { hour12 } = new Intl.DateTimeFormat(locale(), { hour: 'numeric' }).resolvedOptions()
  if (hour12) return format(at, 'UTC', 'hour mark', { hour: 'numeric' })
  return hour === 24 ? '24:00' : time(at, 'UTC')
}

/** A figure beside an axis. */
export const tick = (value: number): string => value.toLocaleString(locale())

/** The time zone of whoever reads the page, for what did not happen at a site. */
export const hereZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** `18 June 2026, 14:02`, where the reader is. */
export const moment = (at: number): string =>
  `${format(at, hereZone(), 'date', { day: 'numeric', month: 'long', year: 'numeric' })}, ${time(at, hereZone())}`

/** `2026-06` as `June`. */
export const monthName = (month: string): string =>
  format(Date.parse(`${month}-15T12:00:00Z`), 'UTC', 'month', { month: 'long' })

/** Local hour with its fraction, 0 to 24, to the minute. */
export function hourOfDay(at: number, timeZone: string): number {
  const [hour, minute] = format(at, timeZone, 'hour', { ...CLOCK, hourCycle: 'h23', numberingSystem: 'latn' })
    .split(/\D+/)
    .map(Number)
  return (hour ?? 0) + (minute ?? 0) / 60
}

/** `13:30–13:45` in the site's time zone. */
export const quarter = (start: number, minutes: number, timeZone: string): string =>
  `${time(start, timeZone)}–${time(start + minutes * 60_000, timeZone)}`

/** `Thursday 18 June`. */
export const day = (at: number, timeZone: string): string =>
  withoutComma(format(at, timeZone, 'day', { weekday: 'long', day: 'numeric', month: 'long' }))

/** Some browsers write the comma in British English that nobody else does. */
const withoutComma = (text: string) => (language() === 'en' ? text.replace(/, (?=\d)/, ' ') : text)

/** `2026-06` as `June 2026`. */
export const month = (text: string): string =>
  format(Date.parse(`${text}-15T12:00:00Z`), 'UTC', 'month', { month: 'long', year: 'numeric' })

/** `2026-06` as `Jun`. */
export const monthShort = (text: string): string =>
  format(Date.parse(`${text}-15T12:00:00Z`), 'UTC', 'month short', { month: 'short' })

/** `2026-06-18`, the local calendar date at an instant. */
export const isoDate = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** `2026-06-18` as `Thursday 18 June`. */
export const dayOfDate = (date: string): string => day(Date.parse(`${date}T12:00:00Z`), 'UTC')

export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** `3 h 15 min`, `12 h` or `45 min`. */
export function span(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value}${NBSP}${unit}`)
  return said.join(' ') || `0${NBSP}min`
}

/** `07:38` left, `1:07:38` from an hour; never below zero. */
export function countdown(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${clock}` : clock
}

/** `0x3fa9…c21d`. */
export const shortHash = (hash: string): string =>
  hash.length > 14 ? `${hash.slice(0, 6)}…${hash.slice(-4)}` : hash

/** `2027-01-01` as `1 January 2027`. */
export const date = (text: string): string =>
  format(Date.parse(`${text}T12:00:00Z`), 'UTC', 'date', { day: 'numeric', month: 'long', year: 'numeric' })

/** Price in micro-currency per kWh as minor units to the last digit, for those who set it. */
export const priceExact = (micro: Maybe, currency: string): string =>
  known(micro)
    ? `${decimal(micro / 10_000, micro % 10_000 === 0 ? 0 : micro % 1_000 === 0 ? 1 : micro % 100 === 0 ? 2 : 4)}${NBSP}${minorUnit(currency)}`
    : MISSING

/** `14 December 2026, 09:15` in the site's time zone. */
export const momentAt = (at: string, timeZone: string): string =>
  format(Date.parse(at), timeZone, 'momentAt', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...CLOCK,
  }).replace(' at ', ', ')

/** Thousandths as per cent, `20 %` or `5.5 %`. */
export const permille = (value: number): string => `${decimal(value / 10, value % 10 === 0 ? 0 : 1)}${NBSP}%`

/** `09:15:07` in the site's time zone. */
export const timeFine = (at: number, timeZone: string): string =>
  format(at, timeZone, 'timeFine', { ...CLOCK, second: '2-digit' })

/** Starts of a local day's intervals as instants: 92, 96 or 100 quarter hours. */
export function quartersOf(date: string, minutes: number, timeZone: string): string[] {
  const starts: string[] = []
  const noon = Date.parse(`${date}T12:00:00Z`)
  const step = minutes * 60_000
  for (let at = noon - 36 * 3_600_000; at < noon + 36 * 3_600_000; at += step)
    if (isoDate(at, timeZone) === date) starts.push(new Date(at).toISOString().replace('.000Z', 'Z'))
  return starts
}
