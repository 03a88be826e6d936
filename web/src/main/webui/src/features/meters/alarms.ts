import { checkText } from '../../components/checks'
import type { Home, MeteringAlarms } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import type { Alarm, Priority } from './AlarmList'

export interface AlarmGroup {
  title: string
  note: string
  priority: Priority
  alarms: Alarm[]
}

interface OfRegister {
  meteringPointId: string
  channel: keyof typeof t.findings.channels
}

/** All alarms as lists to read, those that may be a fraud first; empty lists are left out. */
export function alarmGroups(alarms: MeteringAlarms, homes: readonly Home[], timeZone: string): AlarmGroup[] {
  const { lists } = t.meters
  const names = new Map(homes.map((home) => [home.meteringPointId, home.name]))
  const at = (instant: string) => {
    const time = Date.parse(instant)
    return t.findings.at(format.day(time, timeZone), format.time(time, timeZone))
  }
  const ofRegister = (one: OfRegister, id: string, what: string, when: string, detail: string): Alarm => ({
    id: idOf(id.replace(' ', ` ${one.meteringPointId} ${one.channel} `)),
    key: `${one.meteringPointId} ${one.channel} ${what} ${when} ${detail}`,
    what,
    where: `${names.get(one.meteringPointId) ?? one.meteringPointId}, ${t.meters.registers[one.channel]}`,
    point: one.meteringPointId,
    at: when,
    detail,
  })
  const groups = [
    {
      title: lists.refused,
      note: lists.refusedNote,
      priority: 1 as const,
      alarms: alarms.refusedBlocks.map((one) => ({
        id: idOf(`refused ${one.reason} ${one.lastAt}`),
        key: `${one.reason} ${one.lastAt} ${one.text}`,
        what: t.meters.reasons[one.reason] ?? t.findings.other(one.reason),
        where: format.MISSING,
        point: '',
        at: at(one.lastAt),
        detail: `${t.meters.times(format.count(one.times))}, ${one.text}`,
      })),
    },
    {
      title: lists.chains,
      note: lists.chainsNote,
      priority: 1 as const,
      alarms: alarms.chainBreaks.map((one) =>
        ofRegister(
          one,
          `chain ${one.gatewayId} ${one.epoch} ${one.sequence}`,
          t.meters.breaks[one.reason] ?? one.reason,
          at(one.receivedAt),
          t.meters.chain(one.gatewayId, format.count(one.epoch), format.count(one.sequence)),
        ),
      ),
    },
    {
      title: lists.faults,
      note: lists.faultsNote,
      priority: 2 as const,
      alarms: alarms.faults.map((one) =>
        ofRegister(
          one,
          `fault ${one.step} ${one.firstAt}`,
          t.meters.steps[one.step] ?? one.step,
          at(one.firstAt),
          `${t.meters.times(format.count(one.times))}, ${one.detail}`,
        ),
      ),
    },
    {
      title: lists.held,
      note: lists.heldNote,
      priority: 2 as const,
      alarms: alarms.heldBack.map((one) =>
        ofRegister(
          one,
          `held ${one.verdict} ${one.firstAt}`,
          t.meters.verdicts[one.verdict] ?? one.verdict,
          at(one.firstAt),
          t.meters.held(format.count(one.readings), format.energy(one.lastWh)),
        ),
      ),
    },
    {
      title: lists.silent,
      note: lists.silentNote,
      priority: 2 as const,
      alarms: alarms.silent.map((one) =>
        ofRegister(
          one,
          `silent ${one.lastAt ?? 'never'}`,
          lists.silent,
          one.lastAt ? at(one.lastAt) : t.meters.never,
          t.meters.estimated(at(one.estimatedTo)),
        ),
      ),
    },
    {
      title: lists.findings,
      note: lists.findingsNote,
      priority: 3 as const,
      alarms: alarms.findings.map((one) =>
        ofRegister(
          one,
          `finding ${one.check} ${one.interval}`,
          checkText(one.check),
          at(one.interval),
          one.detail,
        ),
      ),
    },
  ]
  return groups.filter((group) => group.alarms.length > 0)
}

/** What the market keeps who looked at an alarm by: 200 characters of ASCII. */
const idOf = (words: string): string => words.replace(/[^\x21-\x7e ]/g, '?').slice(0, 200)
