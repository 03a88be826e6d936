// Votes and certificates of the make-believe street.
const QUARTER = 900_000
const DAY = 86_400_000
const CONTRACTS = {
  CommunityGovernor: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  CommunityRules: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  SettlementVault: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
}
const id = (digit) => `0x${digit.repeat(64)}`
const iso = (at) => new Date(at).toISOString()

export function fakeCommunity(now, empty) {
  const retirements = []
  const key = { address: null, member: false }
  const votes = [{ proposal: id('b'), support: 'FOR' }]

  const proposal = (digit, description, state, day, more = {}) => ({
    id: id(digit),
    description,
    state,
    from: iso(Date.now() + (day - 7) * DAY),
    until: iso(Date.now() + day * DAY),
    inFavour: 4,
    against: 1,
    dueAt: null,
    rules: [],
    targets: [CONTRACTS.SettlementVault],
    ...more,
  })

  const rules = {
    areaId: 1,
    from: iso(Date.parse('2027-01-01T00:00:00+01:00')),
    allocationKey: 4,
    gateSeconds: 600,
    feeMicro: 5_000,
    gridFeeMicro: 50_000,
    minPoolMicro: 80_000,
    maxPoolMicro: 250_000,
    documentHash: id('7'),
  }

  const governance = () => ({
    chainId: 31337,
    contracts: CONTRACTS,
    proposals: empty
      ? []
      : [
          proposal('a', 'Own use first\nWho has a roof covers its own home before it shares.', 'ACTIVE', 4, {
            rules: [rules],
            targets: [CONTRACTS.CommunityRules],
          }),
          proposal('b', 'Another auditor', 'QUEUED', -2, { dueAt: iso(Date.now() + 2 * DAY) }),
          proposal('c', 'A higher fee for the feeder', 'DEFEATED', -30, { inFavour: 1, against: 5 }),
        ],
  })

  const certificates = (from) => {
    const found = []
    for (let at = from + 23 * QUARTER; at >= from; at -= QUARTER) {
      if (empty || at > now() - 3 * QUARTER || (at / QUARTER) % 3 === 0) continue
      const bought = 100 + ((at / QUARTER) % 7) * 63
      const retired = retirements
        .filter((one) => Date.parse(one.interval) === at && one.state === 'RETIRED')
        .reduce((sum, one) => sum + one.energyWh, 0)
      const usable = (at / QUARTER) % 2 === 0
      found.push({
        areaId: 1,
        interval: iso(at),
        boughtWh: bought,
        mintableFrom: iso(usable ? at : at + 1100 * DAY),
        minted: retired > 0,
        heldWh: retired > 0 ? bought - retired : 0,
        retiredWh: retired,
        usableWh: usable ? bought - retired : 0,
      })
    }
    return { certificates: found, retirements }
  }

  return {
    read(path, url) {
      if (path === '/governance') return governance()
      if (path === '/areas/1/settlement-rules')
        return [
          {
            revision: 1,
            validFrom: iso(Date.parse(rules.from)),
            rules: {
              mode: 'SHARING',
              key: { type: 'OWN_USE_FIRST', inner: { type: 'DYNAMIC' } },
              finalAfterDays: 30,
            },
            documentHash: rules.documentHash,
            setAt: iso(now()),
            by: null,
            reason: 'Asked for by the members in May',
          },
        ]
      if (path.endsWith('/vote'))
        return { participantId: 100, ...key, refusal: null, governor: CONTRACTS.CommunityGovernor, votes }
      if (path.endsWith('/certificates')) return certificates(Date.parse(url.searchParams.get('from')))
      return null
    },
    write(path, sent) {
      if (!path.endsWith('/retire')) return null
      const one = { id: retirements.length + 1, areaId: 1, ...sent, state: 'REQUESTED', reason: null }
      retirements.unshift({ ...one, transaction: null, blockNumber: null })
      setTimeout(() => {
        Object.assign(
          retirements.find((wish) => wish.id === one.id),
          {
            state: 'RETIRED',
            transaction: id('3'),
            blockNumber: 1234,
          },
        )
      }, 3_000)
      return [201, one]
    },
  }
}
