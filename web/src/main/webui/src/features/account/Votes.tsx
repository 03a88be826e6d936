import { Button } from '../../components/Button'
import { Card } from '../../components/Card'
import { Empty } from '../../components/Notice'
import { Skeleton } from '../../components/Skeleton'
import {
  ApiError,
  type Area,
  api,
  type Governance,
  type Proposal,
  type Support,
  type Voting,
} from '../../lib/api'
import * as format from '../../lib/format'
import { useSend } from '../../lib/useSend'
import { hasWallet, signTyped, walletAddresses } from '../../lib/wallet'
import { communityWords } from '../../lib/words/community'
import { list } from '../../lib/words/say'
import { Changes } from './Changes'
import styles from './Votes.module.css'

const SUPPORTS: readonly Support[] = ['FOR', 'AGAINST', 'ABSTAIN']

interface VotesProps {
  area: Area
  governance: Governance | null
  failed: boolean
  /** Of the home that looks on; null if it has none. */
  voting: Voting | null
  reload: () => void
}

/** What is voted on and what was, the newest first, and the home's own vote. */
export function Votes({ area, governance, failed, voting, reload }: VotesProps) {
  const words = communityWords().votes
  return (
    <Card title={words.title} note={words.note}>
      {!governance && !failed && <Skeleton height={120} />}
      {!governance && failed && <Empty>{communityWords().failed}</Empty>}
      {governance?.proposals.length === 0 && <Empty>{words.none}</Empty>}
      <ul className={styles.list} data-testid="proposals">
        {governance?.proposals.map((one) => (
          <OneProposal
            key={one.id}
            one={one}
            area={area}
            contracts={governance.contracts}
            voting={voting}
            reload={reload}
          />
        ))}
      </ul>
    </Card>
  )
}

interface OneProps {
  one: Proposal
  area: Area
  contracts: Record<string, string>
  voting: Voting | null
  reload: () => void
}

function OneProposal({ one, area, contracts, voting, reload }: OneProps) {
  const words = communityWords().votes
  const [title = '', ...more] = one.description.split('\n').filter((line) => line.trim() !== '')
  const rest = one.targets.filter((target) => one.rules.length === 0 || target !== contracts.CommunityRules)
  const names = rest.map(
    (target) => Object.keys(contracts).find((name) => contracts[name] === target) ?? format.shortHash(target),
  )
  return (
    <li className={styles.proposal} data-state={one.state}>
      <h3 className={styles.title}>
        {title} <span className={styles.chip}>{words.state[one.state]}</span>
      </h3>
      {more.map((line) => (
        <p key={line} className={styles.text}>
          {line}
        </p>
      ))}
      {one.rules.map((rules) => (
        <Changes key={`${rules.areaId} ${rules.documentHash}`} rules={rules} area={area} />
      ))}
      {names.length > 0 && (
        <p className={styles.text}>{(one.rules.length > 0 ? words.also : words.calls)(list(names))}</p>
      )}
      <p className={styles.detail}>
        {when(one)} {words.count(format.count(one.inFavour), format.count(one.against))}.
      </p>
      {voting && <OwnVote one={one} title={title} voting={voting} reload={reload} />}
      {(one.state === 'SUCCEEDED' || isDue(one)) && <CarryOut proposal={one.id} reload={reload} />}
    </li>
  )
}

const isDue = (one: Proposal): boolean =>
  one.state === 'QUEUED' && one.dueAt !== null && Date.parse(one.dueAt) <= Date.now()

function when(one: Proposal): string {
  const words = communityWords().votes
  const at = (text: string) => format.moment(Date.parse(text))
  if (one.state === 'PENDING') return words.begins(at(one.from))
  if (one.state === 'ACTIVE') return words.ends(at(one.until))
  if (one.state === 'QUEUED' && one.dueAt) return words.due(at(one.dueAt))
  return words.ended(at(one.until))
}

interface OwnVoteProps {
  one: Proposal
  title: string
  voting: Voting
  reload: () => void
}

function OwnVote({ one, title, voting, reload }: OwnVoteProps) {
  const words = communityWords().votes
  const { busy, done, error, otherThan, send } = useSend()
  const said = voting.votes.find((vote) => vote.proposal === one.id)?.support
  if (said) return <p className={styles.said}>{words.yours[said]}</p>
  if (one.state === 'PENDING') return null
  if (one.state !== 'ACTIVE') return <p className={styles.detail}>{words.did}</p>
  const { address } = voting
  if (!address || !voting.member) return <p className={styles.detail}>{words.needsKey}</p>
  if (!hasWallet()) return <p className={styles.detail}>{words.needsWallet(format.shortHash(address))}</p>
  return (
    <>
      <p className={styles.detail}>{words.notVoted}</p>
      <fieldset className={styles.acts}>
        <legend className="visually-hidden">{title}</legend>
        {SUPPORTS.map((support) => (
          <Button
            key={support}
            disabled={busy || done}
            aria-label={words.sayOn(words.say[support], title)}
            onClick={() => send(() => vote(voting, one.id, support), reload)}
          >
            {words.say[support]}
          </Button>
        ))}
      </fieldset>
      <p className={styles.said} role="status">
        {done ? words.sent : ''}
      </p>
      {error && (
        <p className={styles.failure} role="alert">
          {error.code === 'other-wallet' ? words.otherWallet(format.shortHash(address)) : otherThan()}
        </p>
      )}
    </>
  )
}

/** Has the wallet sign the ballot, and brings it to the chain. */
async function vote(voting: Voting, proposal: string, support: Support): Promise<void> {
  const mine = voting.address ?? ''
  const here = await walletAddresses()
  const address = here.find((one) => one.toLowerCase() === mine.toLowerCase())
  if (!address) throw new ApiError(400, '', { code: 'other-wallet' })
  const ballot = await api.ballot(voting.participantId, proposal, support)
  const signature = await signTyped(address, ballot)
  await api.vote(voting.participantId, proposal, support, signature)
}

/** Anybody may have what was decided wait, and take effect. */
function CarryOut({ proposal, reload }: { proposal: string; reload: () => void }) {
  const words = communityWords().votes
  const { busy, done, otherThan, send } = useSend()
  return (
    <div className={styles.acts}>
      <Button disabled={busy || done} onClick={() => send(() => api.carryOut(proposal), reload)}>
        {words.carryOut}
      </Button>
      <p className={styles.said} role="status">
        {done ? words.carriedOut : ''}
      </p>
      {otherThan() && (
        <p className={styles.failure} role="alert">
          {otherThan()}
        </p>
      )}
    </div>
  )
}
