import { expect, it } from 'vitest'
import { energyOf } from './wattHours'

it('reads kWh to the watt-hour, in either way of writing', () => {
  expect(energyOf('0.42')).toBe(420)
  expect(energyOf(' 1,234 ')).toBe(1234)
  expect(energyOf('12')).toBe(12_000)
  expect(energyOf('0.001')).toBe(1)
})

it('takes nothing that is not exact', () => {
  for (const text of ['', '-1', '1.2345', '1e3', '1.', '1 000', 'all'])
    expect(energyOf(text), text).toBeNull()
})
