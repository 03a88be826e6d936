import { expect, test } from 'vitest'
import { lowest } from './Refused'

const refused = (areaId: number | null, interval: string, version: number) => ({
  kind: 'BATCH',
  areaId,
  interval,
  version,
  reason: `Funds(${version})`,
  transaction: '0x1',
  lackingParticipantId: null,
})

test('only the lowest refused version of an interval can be settled again', () => {
  const later = '2026-06-18T09:15:00Z'
  const earlier = '2026-06-18T09:00:00Z'
  const found = lowest([
    refused(1, later, 3),
    refused(1, later, 2),
    refused(2, earlier, 1),
    refused(null, '', 1),
  ])
  expect(found.map((one) => [one.areaId, one.interval, one.version])).toEqual([
    [2, earlier, 1],
    [1, later, 2],
  ])
})
