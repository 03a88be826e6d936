import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Skeleton } from '../../components/Skeleton'
import { api, type Home, type StrategyStyle } from '../../lib/api'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { useSend } from '../../lib/useSend'
import styles from './Account.module.css'

const STYLES: readonly StrategyStyle[] = ['NEIGHBOURLY', 'BALANCED', 'BEST_PRICE']

/** The third question: how the home trades. One that has limits of its own keeps them unless a style is chosen. */
export function JoinStyle({ home, onDone }: { home: Home; onDone: () => void }) {
  const point = home.meteringPointId
  const { data, error, reload } = useResource(`strategy ${point}`, () => api.strategy(point))
  const [chosen, setChosen] = useState<StrategyStyle | null>(null)
  const { busy, error: refused, otherThan, send } = useSend()
  if (!data)
    return error ? (
      <p className={styles.failure} role="alert">
        {t.you.failed}
      </p>
    ) : (
      <Skeleton height={220} />
    )
  const style = chosen ?? data.wish.style
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (style === data.wish.style) return onDone()
    const change = {
      ...data.wish,
      style,
      sellFromMicro: null,
      buyUpToMicro: null,
      version: data.version,
    }
    send(
      () =>
        api.putStrategy(point, change).catch((reason: unknown) => {
          reload()
          throw reason
        }),
      onDone,
    )
  }
  return (
    <form onSubmit={go} aria-busy={busy}>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{t.strategy.title}</legend>
        {STYLES.map((one) => (
          <label key={one} className={styles.choice}>
            <input type="radio" name="style" checked={one === style} onChange={() => setChosen(one)} />
            <span className={styles.name}>{t.strategy.styles[one].name}</span>
            <span className={styles.detail}>{t.strategy.styles[one].about}</span>
          </label>
        ))}
      </fieldset>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {refused?.status === 409 ? t.strategy.changedMeanwhile : otherThan()}
        </p>
      )}
      <Button kind="primary" className={styles.act} type="submit" disabled={busy}>
        {t.join.next}
      </Button>
    </form>
  )
}
