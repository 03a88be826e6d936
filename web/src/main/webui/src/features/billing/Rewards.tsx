import { Card } from '../../components/Card'
import table from '../../components/table.module.css'
import { type Area, api, type RewardRules } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import styles from './Billing.module.css'

const WHOLE = 1000

/** The published curve of the area's rewards; nothing where there are none. */
export function Rewards({ area }: { area: Area }) {
  const { data } = useResource(`rewards ${area.id}`, () => api.rewards(area.id))
  if (!data?.rewards) return null
  const rules = data.rewards
  return (
    <Card slot="last" title={t.billing.rewards} note={t.billing.rewardsNote}>
      {rules.relief.length > 0 && <Relief rules={rules} currency={area.currency} />}
      <ul className={styles.rules} data-testid="reward-rules">
        {sentences(rules, area.currency).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </Card>
  )
}

function Relief({ rules, currency }: { rules: RewardRules; currency: string }) {
  const most = Math.max(...rules.relief.map((step) => step.value), 1)
  return (
    <table className={`${table.table} ${styles.table}`} data-testid="relief-curve">
      <caption className="visually-hidden">{t.billing.rewardOf}</caption>
      <thead>
        <tr>
          <th scope="col">{t.billing.load}</th>
          <th scope="col" className={table.num}>
            {t.billing.rewardOf}
          </th>
          <td className={styles.bars} />
        </tr>
      </thead>
      <tbody>
        {rules.relief.map((step) => (
          <tr key={step.fromPermille}>
            <th scope="row">{t.billing.from(percent(step.fromPermille))}</th>
            <td className={table.num}>{format.price(step.value, currency)}</td>
            <td className={styles.bars}>
              <span className={styles.bar} style={{ width: `${(100 * step.value) / most}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function sentences(rules: RewardRules, currency: string): string[] {
  const all = [t.billing.rewardFund(percent(rules.fundPermille))]
  if (rules.relief.length > 0) all.push(t.billing.rewardRelief(format.powerKilo(rules.ratedWatts)))
  if (rules.deliveredMicro > 0)
    all.push(t.billing.rewardDelivered(format.price(rules.deliveredMicro, currency)))
  for (const step of rules.reliability)
    all.push(t.billing.rewardReliable(percent(step.fromPermille), percent(step.value)))
  all.push(t.billing.rewardData(percent(rules.substitutedPermille), percent(rules.estimatedPermille)))
  return all
}

const percent = (permille: number): string => format.share(permille / WHOLE)
