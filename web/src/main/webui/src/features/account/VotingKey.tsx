import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import { api, type Session, type Voting } from '../../lib/api'
import { proofOf } from '../../lib/passkey'
import { useSend } from '../../lib/useSend'
import { hasWallet, signText, walletAddresses } from '../../lib/wallet'
import { communityWords } from '../../lib/words/community'
import styles from './Account.module.css'
import { Presence } from './Presence'

interface VotingKeyProps {
  home: Session['homes'][number]
  voting: Voting | null
  failed: boolean
  reload: () => void
}

/** With which key a home votes: never one that the market keeps. */
export function VotingKey({ home, voting, failed, reload }: VotingKeyProps) {
  const words = communityWords().key
  return (
    <Card title={words.title(home.name)} note={words.note}>
      {!voting && !failed && <Skeleton height={90} />}
      {!voting && failed && <Empty>{communityWords().failed}</Empty>}
      <div data-testid="voting-key">
        {voting?.address && <Named voting={voting} reload={reload} />}
        {voting && !voting.address && !hasWallet() && <p className={styles.told}>{words.none}</p>}
        {voting && !voting.address && hasWallet() && <Name id={voting.participantId} reload={reload} />}
      </div>
    </Card>
  )
}

function Named({ voting, reload }: { voting: Voting; reload: () => void }) {
  const words = communityWords().key
  const { busy, otherThan, send } = useSend()
  return (
    <>
      <dl className={styles.facts}>
        <dt>{words.address}</dt>
        <dd>{voting.address}</dd>
      </dl>
      <p className={styles.detail} role="status">
        {voting.member ? words.admitted : voting.refusal ? words.refused : words.wait} {voting.refusal}
      </p>
      <div className={styles.acts}>
        <Button disabled={busy} onClick={() => send(() => api.dropVotingKey(voting.participantId), reload)}>
          {words.drop}
        </Button>
      </div>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {otherThan()}
        </p>
      )}
    </>
  )
}

/** The wallet signs whose vote its key is. */
function Name({ id, reload }: { id: number; reload: () => void }) {
  const words = communityWords().key
  const [password, setPassword] = useState('')
  const { busy, faultOf, otherThan, send } = useSend()
  const go = (event: FormEvent) => {
    event.preventDefault()
    send(async () => {
      const [address = ''] = await walletAddresses()
      const { text } = await api.votingKeyText(id, address)
      const signature = await signText(address, text)
      await api.setVotingKey(id, address, signature, await proofOf(password))
    }, reload)
  }
  return (
    <form className={styles.form} onSubmit={go} aria-busy={busy}>
      <p>{words.wallet}</p>
      <Presence password={password} onChange={setPassword} fault={faultOf('password')} />
      {otherThan('password') && (
        <p className={styles.failure} role="alert">
          {otherThan('password')}
        </p>
      )}
      <Button type="submit" disabled={busy}>
        {words.use}
      </Button>
    </form>
  )
}
