import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import type { Area, Certificate, Certificates as Found, Retirement } from '../../lib/api'
import { api } from '../../lib/api'
import * as format from '../../lib/format'
import { useSend } from '../../lib/useSend'
import { communityWords } from '../../lib/words/community'
import styles from './Certificates.module.css'
import { energyOf } from './wattHours'

const LONGEST_PURPOSE = 100
const SHOWN = 8

interface CertificatesProps {
  area: Area
  participantId: number
  found: Found | null
  failed: boolean
  reload: () => void
  /** Local hours that are shown, and the ways to others; null where there are none. */
  span: { title: string; earlier: () => void; later: (() => void) | null }
}

/** Certificates of some hours' local energy, and the way to use one up for good. */
export function Certificates({ area, participantId, found, failed, reload, span }: CertificatesProps) {
  const words = communityWords().certificates
  const [open, setOpen] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const count = found?.certificates.length ?? 0
  const under = new Set(
    found?.retirements.filter((one) => one.state === 'REQUESTED').map((one) => Date.parse(one.interval)),
  )
  return (
    <Card title={words.title} note={words.note}>
      <div className={styles.hours}>
        <Button kind="round" aria-label={words.earlier} title={words.earlier} onClick={span.earlier}>
          <ChevronLeft size={20} aria-hidden="true" />
        </Button>
        <p className={styles.shown} aria-live="polite">
          {span.title}
        </p>
        <Button
          kind="round"
          aria-label={words.later}
          title={words.later}
          disabled={span.later === null}
          onClick={() => span.later?.()}
        >
          <ChevronRight size={20} aria-hidden="true" />
        </Button>
      </div>
      {!found && !failed && <Skeleton height={360} />}
      {!found && failed && <Empty>{communityWords().failed}</Empty>}
      {found && found.certificates.length === 0 && <Empty>{words.none}</Empty>}
      <ul className={styles.list} data-testid="certificates">
        {found?.certificates.slice(0, all ? count : SHOWN).map((one) => (
          <Row
            key={one.interval}
            one={one}
            area={area}
            pending={under.has(Date.parse(one.interval))}
            open={open === one.interval}
            toggle={(shown) => setOpen(shown ? one.interval : null)}
            retire={(energyWh, purpose) =>
              api.retire(participantId, { interval: one.interval, energyWh, purpose })
            }
            after={() => {
              setOpen(null)
              reload()
            }}
          />
        ))}
      </ul>
      {!all && count > SHOWN && (
        <Button className={styles.more} onClick={() => setAll(true)}>
          {words.all(format.count(count))}
        </Button>
      )}
    </Card>
  )
}

interface RowProps {
  one: Certificate
  area: Area
  /** Whether some of it is being used up. */
  pending: boolean
  open: boolean
  toggle: (open: boolean) => void
  retire: (energyWh: number, purpose: string) => Promise<unknown>
  after: () => void
}

function Row({ one, area, pending, open, toggle, retire, after }: RowProps) {
  const words = communityWords().certificates
  const quarter = format.quarter(Date.parse(one.interval), area.intervalMinutes, area.timeZone)
  return (
    <li className={styles.row} data-usable={one.usableWh > 0 || undefined}>
      <div className={styles.line}>
        <div className={styles.what}>
          <p className={styles.name}>
            {quarter}
            <span className={styles.energy}>{format.energyExact(one.boughtWh)}</span>
          </p>
          <p className={styles.detail}>{stateOf(one, pending, area.timeZone)}</p>
        </div>
        {one.usableWh > 0 && !pending && !open && (
          <Button onClick={() => toggle(true)} aria-label={words.actOf(quarter)}>
            {words.use}
          </Button>
        )}
      </div>
      {open && !pending && (
        <UseUp most={one.usableWh} retire={retire} after={after} keep={() => toggle(false)} />
      )}
    </li>
  )
}

function stateOf(one: Certificate, pending: boolean, timeZone: string): string {
  const words = communityWords().certificates
  if (pending) return words.pending
  const parts =
    one.retiredWh > 0
      ? `${words.parts(format.energyExact(one.heldWh), format.energyExact(one.retiredWh))}. `
      : ''
  if (one.usableWh > 0) return `${parts}${words.usable}`
  if (one.minted && one.heldWh === 0) return words.gone
  const day = format.date(format.isoDate(Date.parse(one.mintableFrom), timeZone))
  return `${parts}${words.from(day)}`
}

interface UseUpProps {
  most: number
  retire: (energyWh: number, purpose: string) => Promise<unknown>
  after: () => void
  keep: () => void
}

/** Asks how much and what for, says that it is for good, and does it. */
function UseUp({ most, retire, after, keep }: UseUpProps) {
  const words = communityWords().certificates
  const [energy, setEnergy] = useState(format.kilo(most))
  const [purpose, setPurpose] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const wattHours = energyOf(energy)
  const fits = wattHours !== null && wattHours > 0 && wattHours <= most
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (fits) send(() => retire(wattHours, purpose.trim()), after)
  }
  const failure = otherThan('energyWh', 'purpose')
  return (
    <form className={styles.form} onSubmit={go} aria-busy={busy}>
      <p className={styles.detail}>{words.final}</p>
      <div className={styles.fields}>
        <Field
          label={words.energy(format.kilo(most))}
          inputMode="decimal"
          value={energy}
          onChange={(event) => setEnergy(event.target.value)}
          required={true}
          maxLength={12}
          fault={faultOf('energyWh') ?? (fits ? null : words.wrong)}
        />
        <Field
          label={words.purpose}
          note={words.purposeNote}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
          required={true}
          maxLength={LONGEST_PURPOSE}
          fault={faultOf('purpose')}
        />
      </div>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.acts}>
        <Button kind="primary" type="submit" disabled={busy || !fits || purpose.trim() === ''}>
          {words.confirm(format.energyExact(fits ? wattHours : null))}
        </Button>
        <Button onClick={keep}>{words.keep}</Button>
      </div>
    </form>
  )
}

/** How much of a month's energy was used up, as far as the newest wishes say. */
export const usedOf = (retirements: readonly Retirement[], month: string, timeZone: string): number =>
  retirements
    .filter((one) => one.state === 'RETIRED')
    .filter((one) => format.isoDate(Date.parse(one.interval), timeZone).startsWith(month))
    .reduce((sum, one) => sum + one.energyWh, 0)
