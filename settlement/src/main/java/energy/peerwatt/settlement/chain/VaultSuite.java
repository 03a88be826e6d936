package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The vault and what belongs to it, as the operator's first transactions deploy them: each address
 * follows from the operator's address and the step's number, so a deployment that was interrupted
 * goes on where it stood. Immutable.
 */
final class VaultSuite {

    /**
     * One transaction of the deployment; its nonce is its place in the list.
     *
     * @param codeHex what {@code dataHex} begins with: arguments follow it
     */
    record Step(Digest key, Optional<ChainAddress> to, String codeHex, String dataHex, long gas) {}

    private static final int SELECTOR_DIGITS = 8;
    private static final long CALL_GAS = 200_000;
    private static final long CREATION_GAS = 1_000_000;

    /** Storing a byte of code costs 200, sending it up to 40. */
    private static final long GAS_PER_BYTE = 300;

    private static final BigInteger EVERYTHING =
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    /** Play money of the operator, in its smallest unit of 1e-6. */
    private static final long PLAY_MONEY = 1_000_000_000_000_000_000L;

    /** What a breach costs the operator, in units of a token with six decimals. */
    private static final long PENALTY = 1_000_000_000;

    private static final long DAY = 86_400;

    /** A member's share of the votes, in percent, that must take part. */
    private static final long QUORUM = 20;

    private final ChainAddress operator;
    private final VaultTerms terms;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, ChainAddress> addresses = new TreeMap<>();

    VaultSuite(ChainAccounts accounts, VaultTerms terms) {
        this.operator = accounts.operatorAddress();
        this.terms = terms;
        place();
        create(accounts);
        wire();
        if (playMoney()) {
            fund();
        }
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Of the contract with this name. */
    ChainAddress address(String contract) {
        ChainAddress address = addresses.get(contract);
        if (address == null) {
            throw new IllegalArgumentException("no such contract: " + contract);
        }
        return address;
    }

    ChainAddress vault() {
        return address("SettlementVault");
    }

    ChainAddress oracle() {
        return address("MeterOracle");
    }

    /** Of all contracts, by name. */
    Map<String, ChainAddress> addresses() {
        return Map.copyOf(addresses);
    }

    boolean playMoney() {
        return terms.token().isEmpty();
    }

    static Digest keyOf(String step) {
        return TypedData.text("deployment: " + step);
    }

    /** In the order in which they are created. */
    private void place() {
        List<String> order = new ArrayList<>();
        terms.token()
                .ifPresentOrElse(
                        token -> addresses.put("TestStablecoin", token),
                        () -> order.add("TestStablecoin"));
        order.addAll(List.of("MemberVotes", "CommunityTimelock", "CommunityGovernor"));
        order.addAll(List.of("MeterOracle", "SettlementVault", "EnergyCertificate", "Orders"));
        order.addAll(List.of("OperatorBond", "ChallengeGame", "MeterRegistry", "CommunityRules"));
        for (int nonce = 0; nonce < order.size(); nonce++) {
            addresses.put(order.get(nonce), TransactionSigner.contractAddress(operator, nonce));
        }
    }

    private void create(ChainAccounts accounts) {
        ChainAddress timelock = address("CommunityTimelock");
        ChainAddress token = address("TestStablecoin");
        long challenge = terms.challengeWindow().toSeconds();
        long exit = terms.exitDelay().toSeconds();
        if (playMoney()) {
            creation("TestStablecoin", new AbiWords().add(operator));
        }
        creation("MemberVotes", new AbiWords().add(timelock).add(vault()));
        creation("CommunityTimelock", new AbiWords().add(exit + DAY).add(operator));
        creation(
                "CommunityGovernor",
                new AbiWords()
                        .add(address("MemberVotes"))
                        .add(timelock)
                        .add(DAY)
                        .add(7 * DAY)
                        .add(QUORUM));
        creation(
                "MeterOracle",
                new AbiWords()
                        .add(timelock)
                        .add(3 * AbiWords.WORD)
                        .add(1)
                        .add(1)
                        .add(accounts.signer(Role.METERING).address()));
        creation("SettlementVault", vault(accounts, token, challenge, exit));
        creation("EnergyCertificate", new AbiWords().add(vault()));
        creation("Orders", new AbiWords().add(DAY).add(DAY));
        creation(
                "OperatorBond",
                new AbiWords()
                        .add(token)
                        .add(operator)
                        .add(operator)
                        .add(timelock)
                        .add(PENALTY)
                        .add(challenge)
                        .add(2 * DAY));
        creation(
                "ChallengeGame",
                new AbiWords()
                        .add(vault())
                        .add(address("Orders"))
                        .add(address("CommunityRules"))
                        .add(address("OperatorBond"))
                        .add(challenge / 2));
        creation("MeterRegistry", new AbiWords().add(timelock));
        creation(
                "CommunityRules",
                new AbiWords().add(timelock).add(AgreedRules.NOTICE.toSeconds()).add(vault()));
    }

    private AbiWords vault(ChainAccounts accounts, ChainAddress token, long challenge, long exit) {
        return new AbiWords()
                .add(token)
                .add(oracle())
                .add(operator)
                .add(operator)
                .add(accounts.signer(Role.AUDITOR).address())
                .add(challenge)
                .add(exit)
                .add(terms.energyWindow().toSeconds())
                .add(DAY)
                .add(terms.flowLimit().nano());
    }

    /** The timelock is told who decides, and owns the rest; its admin gives the role up. */
    private void wire() {
        ChainAddress timelock = address("CommunityTimelock");
        ChainAddress governor = address("CommunityGovernor");
        ChainAddress game = address("ChallengeGame");
        ChainAddress bond = address("OperatorBond");
        call("setReferee", vault(), AbiWords.call("setReferee(address)").add(game));
        call("setSurety", vault(), AbiWords.call("setSurety(address)").add(bond));
        call("setCourt", bond, AbiWords.call("setCourt(address)").add(game));
        for (String role : List.of("PROPOSER_ROLE", "CANCELLER_ROLE")) {
            call(
                    role,
                    timelock,
                    AbiWords.call("grantRole(bytes32,address)")
                            .add(TypedData.text(role))
                            .add(governor));
        }
        String handOver = "transferOwnership(address)";
        call("hand over vault", vault(), AbiWords.call(handOver).add(timelock));
        call("hand over bond", bond, AbiWords.call(handOver).add(timelock));
        call(
                "give up admin",
                timelock,
                AbiWords.call("renounceRole(bytes32,address)").add(Digest.ZERO).add(operator));
    }

    private void fund() {
        ChainAddress token = address("TestStablecoin");
        call("mint", token, AbiWords.call("mint(address,uint256)").add(operator).add(PLAY_MONEY));
        call(
                "approve",
                token,
                AbiWords.call("approve(address,uint256)").add(vault()).add(EVERYTHING));
    }

    private void creation(String contract, AbiWords arguments) {
        String code = ContractArtefact.load(contract).codeHex();
        String data = code + HexFormat.of().formatHex(arguments.bytes());
        long gas = CREATION_GAS + GAS_PER_BYTE * (data.length() / 2);
        steps.add(new Step(keyOf(contract), Optional.empty(), code, data, gas));
    }

    private void call(String name, ChainAddress to, AbiWords call) {
        String data = HexFormat.of().formatHex(call.bytes());
        String selector = data.substring(0, SELECTOR_DIGITS);
        steps.add(new Step(keyOf(name), Optional.of(to), selector, data, CALL_GAS));
    }
}
