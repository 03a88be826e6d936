import { useState } from 'react'
import { Button } from '../../components/Button'
import table from '../../components/table.module.css'
import type { Area, Home, IslandAnswer, IslandRange } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { minutesOf, nameOf } from './names'
import styles from './Rehearsal.module.css'

const SHOWN = 8

interface OutcomeProps {
  area: Area
  homes: readonly Home[]
  answer: IslandAnswer
}

/** What came of a rehearsal: the sentence, then the figures, then who is switched when. */
export function Outcome({ area, homes, answer }: OutcomeProps) {
  const at = (instant: string) => format.time(Date.parse(instant), area.timeZone)
  const length = minutesOf(answer.opensAt, answer.closesAt)
  const whole = answer.heldMinutes >= length
  const { reserve, headroom, reconnection, assumed } = answer
  return (
    <div className={styles.outcome} data-testid="rehearsal-outcome">
      <p className={styles.sentence} data-kept={answer.kept}>
        {whole
          ? t.island.holds(at(answer.opensAt), at(answer.closesAt))
          : t.island.breaks(format.span(answer.heldMinutes), format.span(length), at(answer.opensAt))}
      </p>
      <p className={styles.range} data-testid="rehearsal-range">
        {answer.range ? rangeOf(answer.range, length) : t.island.noRange}
      </p>
      {answer.problems.map((problem) => (
        <p key={problem} className={styles.problem}>
          {problem}
        </p>
      ))}
      <Tiers answer={answer} at={at} />
      <dl className={styles.facts}>
        <dt>{t.island.reserve}</dt>
        <dd>
          {t.island.need(
            format.energy(reserve.criticalWh),
            format.energy(reserve.storedWh),
            format.energy(reserve.criticalMostWh),
          )}
        </dd>
        {reserve.blackStartWh > 0 && (
          <>
            <dt>{t.island.blackStart}</dt>
            <dd>
              {t.island.need(
                format.energy(reserve.blackStartWh),
                format.energy(reserve.formingStoredWh),
                format.energy(reserve.blackStartMostWh),
              )}
            </dd>
          </>
        )}
        <dt>{t.island.headroom}</dt>
        <dd>
          {t.island.margins(
            margin(headroom.giveW),
            at(headroom.giveAt),
            margin(headroom.takeW),
            at(headroom.takeAt),
          )}
        </dd>
        <dt>{t.island.reconnection}</dt>
        <dd>
          {t.island.back(
            at(reconnection.at),
            reconnection.netW < 0
              ? t.connection.givesWord(format.powerKilo(reconnection.netW))
              : t.connection.drawsWord(format.powerKilo(reconnection.netW)),
            reconnection.wholeAt ? at(reconnection.wholeAt) : null,
          )}
        </dd>
        {answer.missed.length > 0 && (
          <>
            <dt>{t.island.missed}</dt>
            <dd>
              {answer.missed
                .map((one) =>
                  t.island.missedOne(
                    nameOf(one.device, homes),
                    format.energy(one.gotWh),
                    format.energy(one.neededWh),
                  ),
                )
                .join(' ')}
            </dd>
          </>
        )}
      </dl>
      <Switchings answer={answer} homes={homes} at={at} />
      <p className={styles.assumed}>
        {t.island.assumed(
          format.share(assumed.criticalPermille / 1000),
          format.share(assumed.importantPermille / 1000),
          assumed.formingUnits.length,
          assumed.leftOut,
          assumed.looseBatteries,
        )}
      </p>
    </div>
  )
}

/** How the same hours go with more load and less sun, in sentences. */
function rangeOf(range: IslandRange, length: number): string {
  const { heldMinutes, kept, unservedCriticalWh, homes } = range
  const held = heldMinutes >= length
  return [
    held ? t.island.rangeHolds : t.island.rangeBreaks(format.span(heldMinutes), format.span(length)),
    ...(held && !kept ? [t.island.rangeNotKept] : []),
    ...(unservedCriticalWh > 0 ? [t.island.rangeUnserved(format.energy(unservedCriticalWh))] : []),
    t.island.rangeHomes(homes),
  ].join(' ')
}

/** What is missing is said in words, for no figure has a sign. */
function margin(watts: number): string {
  return watts < 0 ? t.island.missing(format.powerKilo(watts)) : format.powerKilo(watts)
}

function Tiers({ answer, at }: { answer: IslandAnswer; at: (instant: string) => string }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">{t.island.tiers}</caption>
      <thead>
        <tr>
          <th scope="col">{t.island.columns.load}</th>
          <th scope="col" className={`${table.num} ${table.wide}`}>
            {t.island.columns.served}
          </th>
          <th scope="col" className={table.num}>
            {t.island.columns.unserved}
          </th>
          <th scope="col" className={table.num}>
            {t.island.columns.whole}
          </th>
          <th scope="col" className={table.num}>
            {t.island.columns.back}
          </th>
        </tr>
      </thead>
      <tbody>
        {answer.tiers.map((tier) => (
          <tr key={tier.tier}>
            <th scope="row">{t.island.tier[tier.tier] ?? tier.tier}</th>
            <td className={`${table.num} ${table.wide}`}>
              {format.energy(Math.max(0, tier.loadWh - tier.unservedWh))}
            </td>
            <td className={table.num}>{format.energy(tier.unservedWh)}</td>
            <td className={table.num}>{format.span(tier.wholeMinutes)}</td>
            <td className={table.num}>{tier.backAt ? at(tier.backAt) : t.island.neverOff}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface SwitchingsProps {
  answer: IslandAnswer
  homes: readonly Home[]
  at: (instant: string) => string
}

function Switchings({ answer, homes, at }: SwitchingsProps) {
  const [all, setAll] = useState(false)
  if (answer.switchings.length === 0) return <p className={styles.none}>{t.island.noSwitchings}</p>
  const shown = all ? answer.switchings : answer.switchings.slice(0, SHOWN)
  return (
    <>
      <h3 className={styles.subtitle}>{t.island.order}</h3>
      <table className={table.table} data-testid="rehearsal-switchings">
        <caption className="visually-hidden">{t.island.order}</caption>
        <thead>
          <tr>
            <th scope="col">{t.island.columns.at}</th>
            <th scope="col">{t.island.columns.what}</th>
            <th scope="col">{t.island.columns.block}</th>
            <th scope="col" className={table.num}>
              {t.island.columns.power}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={`${one.at} ${one.block}`}>
              <th scope="row">{at(one.at)}</th>
              <td>{one.off ? t.island.off : t.island.on}</td>
              <td title={one.block}>
                {t.island.breaker(nameOf(one.block, homes), t.island.tier[one.tier] ?? '')}
              </td>
              <td className={table.num}>{format.powerKilo(one.watts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {answer.switchings.length > SHOWN && (
        <Button className={styles.more} onClick={() => setAll(!all)}>
          {all ? t.settlements.fewer : t.island.all(format.count(answer.switchings.length))}
        </Button>
      )}
    </>
  )
}
