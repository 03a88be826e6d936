import { expect, it } from 'vitest'
import type { Home, MeteringAlarms } from '../../lib/api'
import { alarmGroups } from './alarms'

const NONE: MeteringAlarms = {
  heldBack: [],
  silent: [],
  findings: [],
  faults: [],
  chainBreaks: [],
  refusedBlocks: [],
}
const home = { meteringPointId: 'AT-1', name: 'Lindenweg 1' } as Home

it('says nothing while nothing is wrong', () => {
  expect(alarmGroups(NONE, [home], 'Europe/Vienna')).toEqual([])
})

it('names the home, the register and the local time', () => {
  const finding = {
    meteringPointId: 'AT-1',
    interval: '2026-06-18T07:15:00Z',
    channel: 'EXPORT' as const,
    severity: 'SUSPECT' as const,
    detail: 'x',
    foundAt: '2026-06-19T06:00:00Z',
  }
  const [group] = alarmGroups(
    {
      ...NONE,
      findings: [
        { ...finding, check: 'FROZEN' },
        { ...finding, meteringPointId: 'AT-2', check: 'SOMETHING_NEW' },
      ],
    },
    [home],
    'Europe/Vienna',
  )
  expect(group?.alarms.map(({ what, where, at }) => [what, where, at])).toEqual([
    ['The meter stood still for hours', 'Lindenweg 1, sent out', 'Thursday 18 June, 09:15'],
    ['Something new', 'AT-2, sent out', 'Thursday 18 June, 09:15'],
  ])
})

it('tells of a register of which nothing is left, and of gateways that contradict themselves first', () => {
  const groups = alarmGroups(
    {
      ...NONE,
      silent: [
        { meteringPointId: 'AT-1', channel: 'IMPORT', lastAt: null, estimatedTo: '2026-06-18T07:00:00Z' },
      ],
      refusedBlocks: [
        {
          reason: 'EQUIVOCATION',
          text: 'differs',
          evidence: true,
          times: 2,
          lastAt: '2026-06-18T07:00:00Z',
        },
      ],
    },
    [home],
    'UTC',
  )
  expect(groups.map((group) => group.alarms[0]?.what)).toEqual(['The gateway contradicts itself', 'Silent'])
  expect(groups[1]?.alarms[0]?.at).toBe('nothing left of it')
})
