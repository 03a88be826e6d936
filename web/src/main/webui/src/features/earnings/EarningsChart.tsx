import { type PointerEvent, useState } from 'react'
import plot from '../../charts/plot.module.css'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import type { Earnings, EarningsSpan } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { periodUnit } from '../../lib/period'
import { useWidth } from '../../lib/size'
import styles from './Earnings.module.css'
import { MONEY_BARS_HEIGHT, MoneyBars, sideOf } from './MoneyBars'
import { OriginsTable } from './Origins'
import { SpansTable } from './Spans'
import { axisNames, spanName } from './spans'

/** The days of a month; more bars have no room for the mark. */
const MOST_MARKS = 31

/** What each part of the time came to, as bars or as a table. */
export function EarningsChart({ earnings, period }: { earnings: Earnings | null; period: string }) {
  const [asTable, setAsTable] = useState(false)
  const unit = periodUnit(period) ?? 'DAY'
  return (
    <Card
      slot="first"
      title={t.earnings.chart.title}
      note={t.earnings.chart.note[unit]}
      aside={
        <Button onClick={() => setAsTable(!asTable)} disabled={!earnings}>
          {asTable ? t.village.picture : t.village.table}
        </Button>
      }
    >
      {!earnings && (
        <div className={styles.loading}>
          <Skeleton height={MONEY_BARS_HEIGHT + 60} />
        </div>
      )}
      {earnings && earnings.whole.intervals === 0 && <Empty>{t.earnings.chart.empty}</Empty>}
      {earnings &&
        earnings.whole.intervals > 0 &&
        (asTable ? <SpansTable earnings={earnings} /> : <Bars earnings={earnings} />)}
    </Card>
  )
}

function Bars({ earnings }: { earnings: Earnings }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [picked, setPicked] = useState<number | null>(null)
  const { spans } = earnings
  const last = Math.max(
    0,
    spans.findLastIndex((span) => span.intervals > 0),
  )
  const left = sideOf(width)
  const at = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left
    return Math.max(0, Math.min(spans.length - 1, Math.floor((x / (width - left - 4)) * spans.length)))
  }
  const shown = spans[picked ?? last]
  return (
    <>
      <div
        ref={ref}
        className={plot.plot}
        style={{ height: MONEY_BARS_HEIGHT }}
        data-testid="earnings-chart"
        onPointerMove={(event) => setPicked(at(event))}
        onPointerDown={(event) => setPicked(at(event))}
        onPointerLeave={() => setPicked(null)}
      >
        {width > 0 && (
          <MoneyBars
            spans={spans}
            currency={earnings.currency}
            width={width}
            picked={picked}
            names={axisNames(earnings, width)}
          />
        )}
        <input
          type="range"
          className={plot.scrubber}
          min={0}
          max={spans.length - 1}
          value={picked ?? last}
          onChange={(event) => setPicked(Number(event.target.value))}
          onFocus={(event) => event.target.matches(':focus-visible') && setPicked(last)}
          onBlur={() => setPicked(null)}
          aria-label={t.earnings.chart.scrub}
          aria-valuetext={shown ? spoken(earnings, shown) : ''}
        />
      </div>
      {spans.length <= MOST_MARKS && (
        <p className={styles.key}>
          <span className={styles.aloneKey} aria-hidden="true" /> {t.earnings.chart.alone}
        </p>
      )}
      <div className={styles.readout} data-testid="earnings-readout">
        <OriginsTable
          span={picked === null ? earnings.whole : (shown ?? earnings.whole)}
          currency={earnings.currency}
          caption={picked === null ? t.earnings.origins.title : shown ? spanName(earnings, shown) : ''}
        />
      </div>
    </>
  )
}

function spoken({ currency, ...earnings }: Earnings, span: EarningsSpan): string {
  const said = (amount: string) =>
    format.amountSign(amount) < 0
      ? t.earnings.chart.spokenPaid(format.money(amount, currency))
      : t.earnings.chart.spokenEarned(format.money(amount, currency))
  const name = spanName({ currency, ...earnings }, span)
  if (span.intervals === 0) return t.home.spokenNothing(name)
  const alone = span.aloneAmount === null ? '' : t.earnings.chart.spokenAlone(said(span.aloneAmount))
  return t.earnings.chart.spoken(name, said(span.amount), alone)
}
