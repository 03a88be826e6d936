import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Field } from '../../components/Field'
import {
  ApiError,
  type Area,
  api,
  type Home,
  type Strategy,
  type StrategyChange,
  type StrategyPreview,
  type StrategyStyle,
  type StrategyWish,
} from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { InForce } from './InForce'
import { LimitInput } from './LimitInput'
import styles from './Strategy.module.css'
import { changeOf, type Edit, type Saved, same, undoOf } from './wish'

const STYLES: readonly StrategyStyle[] = ['NEIGHBOURLY', 'BALANCED', 'BEST_PRICE', 'OWN_LIMITS']
const SETTLE_MILLIS = 250
const PERMILLE = 1_000
/** Of `07:00`, without seconds. */
const CLOCK_LENGTH = 5

interface ChoiceProps {
  area: Area
  home: Home
  strategy: Strategy
  mayChange: boolean
  /** With what holds now; null: that must be asked for. */
  onSaved: (next: Strategy | null) => void
}

/** How the home trades, with what each way would have brought it beside the control. */
export function Choice({ area, home, strategy, mayChange, onSaved }: ChoiceProps) {
  const point = home.meteringPointId
  const [edit, setEdit] = useState<Edit | null>(null)
  const draft = edit?.wish ?? strategy.wish
  const setDraft = (wish: StrategyWish) => setEdit({ wish, from: edit?.from ?? strategy })
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState<Saved | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const own = useSettled(ownQuery(draft))
  const preview = useResource(`preview ${point}`, () => api.strategyPreview(point))
  const ownPreview = useResource(own ? `preview ${point} ${own}` : null, () =>
    api.strategyPreview(point, draft.sellFromMicro, draft.buyUpToMicro),
  )
  const changed = !same(draft, strategy.wish)
  const save = (change: StrategyChange, before: StrategyWish | null) => {
    setBusy(true)
    setFault(null)
    api.putStrategy(point, change).then(
      (next) => {
        setBusy(false)
        setSaved(before && { wish: next.wish, before })
        setEdit(null)
        onSaved(next)
      },
      (reason: unknown) => {
        setBusy(false)
        setFault(faultText(reason))
        if (isConflict(reason)) {
          setEdit(null)
          onSaved(null)
        }
      },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (edit) save(changeOf(edit, strategy), strategy.wish)
  }
  const undo = undoOf(saved, strategy)
  return (
    <Card slot="first" title={t.strategy.title} note={basis(preview.data)}>
      <form onSubmit={submit}>
        <fieldset className={styles.styles} disabled={!mayChange || !strategy.bounds}>
          <legend className="visually-hidden">{t.strategy.title}</legend>
          {STYLES.map((style) => (
            <StyleOption
              key={style}
              style={style}
              chosen={draft.style === style}
              effect={effectText(style === 'OWN_LIMITS' ? ownPreview.data : preview.data, style, area)}
              onChoose={() => setDraft(withStyle(draft, style, strategy))}
            >
              {style === 'OWN_LIMITS' && draft.style === style && strategy.bounds && (
                <div className={styles.limits}>
                  <LimitInput
                    label={t.strategy.sellFrom}
                    never={t.strategy.neverSell}
                    micro={draft.sellFromMicro ?? null}
                    lowest={strategy.bounds.sellLowestMicro}
                    highest={strategy.bounds.sellHighestMicro}
                    area={area}
                    onChange={(sellFromMicro) => setDraft({ ...draft, sellFromMicro })}
                  />
                  <LimitInput
                    label={t.strategy.buyUpTo}
                    never={t.strategy.neverBuy}
                    micro={draft.buyUpToMicro ?? null}
                    lowest={strategy.bounds.buyLowestMicro}
                    highest={strategy.bounds.buyHighestMicro}
                    area={area}
                    onChange={(buyUpToMicro) => setDraft({ ...draft, buyUpToMicro })}
                  />
                </div>
              )}
            </StyleOption>
          ))}
        </fieldset>
        {home.batteryWh > 0 && <Reserve draft={draft} disabled={!mayChange} onChange={setDraft} />}
        {home.evChargerW > 0 && (
          <div className={styles.car}>
            <Field
              label={t.strategy.carReady}
              note={t.strategy.carReadyNote}
              type="time"
              disabled={!mayChange}
              value={draft.carReadyBy?.slice(0, CLOCK_LENGTH) ?? ''}
              onChange={(event) => setDraft({ ...draft, carReadyBy: event.target.value || null })}
            />
          </div>
        )}
        {(home.batteryWh > 0 || home.evChargerW > 0) && <InForce area={area} home={home} own={mayChange} />}
        {fault && (
          <p className={styles.failure} role="alert">
            {fault}
          </p>
        )}
        {mayChange && (
          <div className={styles.acts}>
            <Button kind="primary" type="submit" disabled={!changed || busy}>
              {t.strategy.save}
            </Button>
            {changed && <Button onClick={() => setEdit(null)}>{t.strategy.discard}</Button>}
            {!changed && undo && (
              <>
                <span role="status">{t.strategy.saved}</span>
                <Button disabled={busy} onClick={() => save(undo, null)}>
                  {t.strategy.undo}
                </Button>
              </>
            )}
          </div>
        )}
        <p className={styles.assumed}>{t.strategy.assumed}</p>
      </form>
    </Card>
  )
}

const isConflict = (reason: unknown) => reason instanceof ApiError && reason.status === 409

function faultText(reason: unknown): string {
  if (isConflict(reason)) return t.strategy.changedMeanwhile
  return (reason instanceof ApiError && reason.message) || t.strategy.notSaved
}

interface StyleOptionProps {
  style: StrategyStyle
  chosen: boolean
  effect: string
  onChoose: () => void
  children: ReactNode
}

function StyleOption({ style, chosen, effect, onChoose, children }: StyleOptionProps) {
  const id = useId()
  return (
    <div className={styles.style} data-chosen={chosen || undefined}>
      <label className={styles.option}>
        <input
          type="radio"
          name="style"
          value={style}
          checked={chosen}
          onChange={onChoose}
          aria-describedby={id}
        />
        <span className={styles.name}>{t.strategy.styles[style].name}</span>
      </label>
      <div id={id} className={styles.about}>
        <p>{t.strategy.styles[style].about}</p>
        <p className={styles.effect} data-testid={`effect-${style}`}>
          {effect}
        </p>
      </div>
      {children}
    </div>
  )
}

function Reserve({
  draft,
  disabled,
  onChange,
}: {
  draft: StrategyWish
  disabled: boolean
  onChange: (wish: StrategyWish) => void
}) {
  const id = useId()
  const permille = draft.batteryReservePermille
  return (
    <div className={styles.reserve}>
      <label htmlFor={id}>{t.strategy.reserve}</label>
      <output>{permille === null ? t.strategy.reserveUsual : format.share(permille / PERMILLE)}</output>
      <input
        id={id}
        className={styles.range}
        type="range"
        min={0}
        max={PERMILLE}
        step={50}
        disabled={disabled}
        value={permille ?? 100}
        aria-valuetext={permille === null ? t.strategy.reserveUsual : format.share(permille / PERMILLE)}
        onChange={(event) => onChange({ ...draft, batteryReservePermille: Number(event.target.value) })}
      />
      <p className={styles.why}>{t.strategy.reserveNote}</p>
      {permille !== null && !disabled && (
        <Button onClick={() => onChange({ ...draft, batteryReservePermille: null })}>
          {t.strategy.reserveReset}
        </Button>
      )}
    </div>
  )
}

/** Another style; limits of one's own begin at what the home trades at now. */
function withStyle(draft: StrategyWish, style: StrategyStyle, strategy: Strategy): StrategyWish {
  const named = style === 'OWN_LIMITS'
  return {
    ...draft,
    style,
    sellFromMicro: named ? (strategy.sellMicro ?? strategy.bounds?.sellLowestMicro ?? null) : null,
    buyUpToMicro: named ? (strategy.buyMicro ?? strategy.bounds?.buyHighestMicro ?? null) : null,
  }
}

const ownQuery = (draft: StrategyWish): string | null =>
  draft.style === 'OWN_LIMITS' ? `${draft.sellFromMicro} ${draft.buyUpToMicro}` : null

/** A value once it has stood still for a moment. */
function useSettled(value: string | null): string | null {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), SETTLE_MILLIS)
    return () => window.clearTimeout(timer)
  }, [value])
  return settled
}

function basis(preview: StrategyPreview | null): string {
  if (!preview) return t.strategy.previewWaiting
  if (preview.intervals === 0) return t.strategy.previewNone
  return t.strategy.previewBasis(format.monthName(preview.month), format.count(preview.intervals))
}

function effectText(preview: StrategyPreview | null, style: StrategyStyle, area: Area): string {
  if (style === 'OWN_LIMITS' && !preview) return t.strategy.effectOwn
  const effect = preview?.effects.find((one) => one.style === style)
  if (!preview || !effect || preview.intervals === 0) return t.strategy.effectNone
  return t.strategy.effect(
    format.monthName(preview.month),
    format.money(effect.gain, area.currency),
    format.energy(effect.soldWh),
    format.energy(effect.boughtWh),
  )
}
