import { type Area, api, type ProposedRules, type SettlementRules } from '../../lib/api'
import { useMarketNow } from '../../lib/clock'
import * as format from '../../lib/format'
import { useResource } from '../../lib/resource'
import { communityWords } from '../../lib/words/community'
import styles from './Votes.module.css'

/** What rules that are voted on would be, beside what holds now where the market knows both. */
export function Changes({ rules, area }: { rules: ProposedRules; area: Area }) {
  const words = communityWords().votes
  const { data } = useResource(`rules ${rules.areaId}`, () => api.settlementRules(rules.areaId))
  const clock = useMarketNow(60_000)
  const wanted = data?.find((one) => one.documentHash === rules.documentHash)
  const now = data?.findLast((one) => Date.parse(one.validFrom) <= (clock?.at ?? 0))
  const price = (micro: number) => format.priceExact(micro, area.currency)
  const atMost = (micro: number) => (micro === 0 ? words.free : words.atMost(price(micro)))
  return (
    <>
      <h4 className={styles.change}>{words.change(area.name)}</h4>
      <dl className={styles.facts}>
        <dt>{words.from}</dt>
        <dd>{format.momentAt(rules.from, area.timeZone)}</dd>
        <dt>{words.key}</dt>
        <dd>{keyChange(wanted, now, rules.allocationKey)}</dd>
        <dt>{words.fee}</dt>
        <dd>{atMost(rules.feeMicro)}</dd>
        <dt>{words.gridFee}</dt>
        <dd>{atMost(rules.gridFeeMicro)}</dd>
        <dt>{words.gate}</dt>
        <dd>{words.before(spanOf(rules.gateSeconds))}</dd>
        {rules.maxPoolMicro > 0 && (
          <>
            <dt>{words.pool}</dt>
            <dd>{words.between(price(rules.minPoolMicro), price(rules.maxPoolMicro))}</dd>
          </>
        )}
        {wanted && (
          <>
            <dt>{words.reason}</dt>
            <dd>{wanted.reason}</dd>
          </>
        )}
      </dl>
    </>
  )
}

const spanOf = (seconds: number): string =>
  seconds < 60 ? `${format.count(seconds)}\u00a0s` : format.span(Math.round(seconds / 60))

function keyChange(
  wanted: SettlementRules | undefined,
  now: SettlementRules | undefined,
  code: number,
): string {
  const words = communityWords().votes
  if (!wanted) return words.keyCode(format.count(code))
  const then = keyName(wanted)
  const today = keyName(now)
  return then === today ? then : words.keyNow(then, today)
}

/** Without rules of its own an area shares by what each home takes. */
function keyName(one: SettlementRules | undefined): string {
  const names: Record<string, string> = communityWords().votes.keys
  const name = one?.rules.mode === 'CONTRACTS' ? 'CONTRACTS' : (one?.rules.key?.type ?? 'DYNAMIC')
  return names[name] ?? name
}
