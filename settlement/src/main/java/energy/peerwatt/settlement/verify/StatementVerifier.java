package energy.peerwatt.settlement.verify;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.chain.ContractReader;
import energy.peerwatt.settlement.chain.ContractReader.Change;
import energy.peerwatt.settlement.chain.ContractReader.Settled;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.chain.StatementLeaf;
import energy.peerwatt.settlement.chain.StatementTree;
import energy.peerwatt.settlement.verify.Statement.Line;
import energy.peerwatt.settlement.verify.Statement.Proof;
import energy.peerwatt.settlement.verify.Statement.Totals;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a statement against the vault.
 *
 * <p>Each line must hash, with its salt, to the leaf it states, and by its path to the root that
 * the contract keeps for its interval and version. A leaf's form is in its hash, so that no line
 * passes for one of another form; one of form {@link LeafForm#BASIC} does not hold quality and
 * trade ({@link Verification#basic}). Lines must not repeat, their amounts must be price times
 * energy, and the totals their sums. What the contract booked for the account in each settled
 * interval, all versions together, must be what the lines of the interval add up to, and its energy
 * that of the newest: so no line was left out and none is of a version that was replaced.
 */
public final class StatementVerifier {

    /** Only the start counts for a batch key; every market's intervals start on these. */
    private static final Duration ALIGNED = Duration.ofMinutes(5);

    private record Key(AreaId area, Instant start) implements Comparable<Key> {

        static Key of(Line line) {
            return new Key(line.area(), line.interval());
        }

        @Override
        public int compareTo(Key other) {
            int byStart = start.compareTo(other.start);
            return byStart != 0 ? byStart : Integer.compare(area.value(), other.area.value());
        }
    }

    private final Statement statement;
    private final ContractReader contract;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> unchecked = new ArrayList<>();
    private final Map<Digest, Digest> roots = new HashMap<>();
    private int proved;
    private int basic;
    private int waiting;
    private int complete;

    private StatementVerifier(Statement statement, ContractReader contract) {
        this.statement = statement;
        this.contract = contract;
    }

    /** Checks all; asks the node a few times for each interval. */
    public static Verification verify(Statement statement, ContractReader contract) {
        return new StatementVerifier(statement, contract).run();
    }

    private Verification run() {
        if (contract.chainId() != statement.contract().chainId()) {
            faults.add(
                    "the statement is of chain "
                            + statement.contract().chainId()
                            + ", the node of chain "
                            + contract.chainId());
        }
        List<Settled> settled = contract.settled();
        settled.forEach(batch -> roots.put(batch.key(), batch.linesRoot()));
        Set<Digest> seen = new HashSet<>();
        for (Line line : statement.lines()) {
            check(line);
            if (!seen.add(line.proof().leaf())) {
                faults.add(line.name() + " is there twice");
            }
        }
        checkTotals();
        checkComplete(settled);
        return new Verification(proved, basic, waiting, complete, notes, unchecked, faults);
    }

    private void check(Line line) {
        String fault = faultOf(line);
        if (fault != null) {
            faults.add(line.name() + " " + fault);
            return;
        }
        Digest root = roots.get(keyOf(line));
        Proof proof = line.proof();
        if (!StatementTree.verify(root == null ? proof.root() : root, proof.leaf(), proof.path())) {
            faults.add(
                    line.name()
                            + (root == null
                                    ? " is not under the root that it states"
                                    : " is not under the root that the contract keeps"));
        } else if (root == null) {
            waiting++;
        } else if (root.equals(proof.root())) {
            proved++;
            basic += proof.form().holdsQualityAndTrade() ? 0 : 1;
        } else {
            faults.add(line.name() + " states another root than the contract keeps");
        }
    }

    /** What is wrong with a line in itself; null if nothing is. */
    private @Nullable String faultOf(Line line) {
        if (line.interval().isBefore(statement.from())
                || !line.interval().isBefore(statement.to())) {
            return "is of an interval beyond the statement";
        }
        Money value = line.price().times(line.energy());
        boolean fits =
                switch (line.direction()) {
                    case BOUGHT -> line.amount().equals(value.negated());
                    case SOLD -> line.amount().equals(value);
                    case NONE ->
                            line.amount().equals(value) || line.amount().equals(value.negated());
                };
        if (!fits) {
            return "is " + line.amount() + ", not " + line.energy() + " at " + line.price();
        }
        Digest key = keyOf(line);
        if (!key.equals(line.proof().batchKey())) {
            return "names another interval or version than its proof";
        }
        try {
            return leafOf(line, key).equals(line.proof().leaf())
                    ? null
                    : "was changed: its content does not have the hash that it states";
        } catch (IllegalArgumentException impossible) {
            return "was changed: " + impossible.getMessage();
        }
    }

    private static Digest keyOf(Line line) {
        return SettlementBatch.keyOf(
                line.area(), new DeliveryInterval(line.interval(), ALIGNED), line.version());
    }

    /**
     * The hash that the line's content has.
     *
     * @throws IllegalArgumentException if no settlement has such a line
     */
    private Digest leafOf(Line line, Digest key) {
        SettlementLine content =
                new SettlementLine(
                        line.number(),
                        statement.participant(),
                        line.counterparty(),
                        line.kind(),
                        line.direction(),
                        line.energy(),
                        line.price(),
                        line.amount(),
                        line.quality(),
                        line.trade());
        Proof proof = line.proof();
        return new StatementLeaf(key, content, Salt.of(proof.salt().bytes()), proof.form()).hash();
    }

    private void checkTotals() {
        Totals stated = statement.totals();
        Totals sums =
                new Totals(
                        shared(statement.lines(), Direction.BOUGHT),
                        shared(statement.lines(), Direction.SOLD),
                        energy(LineKind.RESIDUAL_SUPPLY),
                        energy(LineKind.RESIDUAL_FEED_IN),
                        amount(statement.lines()),
                        amount(onChain(statement.lines())));
        if (!sums.equals(stated)) {
            faults.add("the totals are not the sums of the lines: " + stated + ", not " + sums);
        }
    }

    private long energy(LineKind kind) {
        return statement.lines().stream()
                .filter(line -> line.kind() == kind)
                .mapToLong(line -> line.energy().wattHours())
                .reduce(0, Math::addExact);
    }

    private static Money amount(List<Line> lines) {
        return lines.stream().map(Line::amount).reduce(Money.ZERO, Money::plus);
    }

    private static List<Line> onChain(List<Line> lines) {
        return lines.stream().filter(line -> line.kind().settledOnChain()).toList();
    }

    /** That the lines of each settled interval add up to what was booked for the account. */
    private void checkComplete(List<Settled> all) {
        Map<Key, List<Settled>> versions = new TreeMap<>();
        for (Settled settled : all) {
            boolean inside =
                    !settled.start().isBefore(statement.from())
                            && settled.start().isBefore(statement.to());
            if (inside) {
                versions.computeIfAbsent(
                                new Key(settled.area(), settled.start()), _ -> new ArrayList<>())
                        .add(settled);
            }
        }
        long index = versions.isEmpty() ? 0 : contract.indexOf(statement.account());
        versions.forEach((key, settled) -> checkComplete(key, settled, index));
        reportUnseen(versions.keySet());
    }

    private void checkComplete(Key key, List<Settled> settled, long index) {
        int newest = settled.stream().mapToInt(Settled::version).max().orElseThrow();
        List<Line> lines =
                statement.lines().stream().filter(line -> Key.of(line).equals(key)).toList();
        if (lines.stream().anyMatch(line -> line.version() > newest)) {
            unchecked.add(
                    key.start()
                            + ": there are lines of a version that the contract does not have;"
                            + " its newest is "
                            + newest);
            return;
        }
        lines.stream()
                .filter(line -> line.version() < newest)
                .forEach(line -> faults.add(line.name() + " was replaced by version " + newest));
        boolean energyCounts =
                settled.stream()
                        .filter(batch -> batch.version() == newest)
                        .allMatch(Settled::correctsEnergy);
        booked(settled, index).ifPresent(booked -> compare(key, lines, booked, energyCounts));
    }

    /**
     * All cash of an interval together, and the energy that counts; empty if the node cannot say.
     */
    private Optional<Change> booked(List<Settled> settled, long index) {
        Money cash = Money.ZERO;
        Map<Integer, Change> energy = new HashMap<>();
        List<Settled> ordered =
                settled.stream().sorted(Comparator.comparingInt(Settled::version)).toList();
        for (Settled batch : ordered) {
            Optional<Change> change = contract.change(batch, index);
            if (change.isEmpty()) {
                unchecked.add(
                        batch.start()
                                + ": the node does not have transaction "
                                + batch.transaction()
                                + " with its rows, so nobody can say here that no line is missing");
                return Optional.empty();
            }
            cash = cash.plus(change.get().cash());
            if (batch.correctsEnergy()) {
                energy.put(batch.part(), change.get());
            }
        }
        return Optional.of(
                new Change(
                        cash,
                        energy.values().stream().mapToLong(Change::boughtWh).sum(),
                        energy.values().stream().mapToLong(Change::soldWh).sum()));
    }

    /**
     * @param energyCounts false if the newest version came when energy was final: then its lines
     *     have other energy than the contract, and cash alone is compared
     */
    private void compare(Key key, List<Line> lines, Change booked, boolean energyCounts) {
        Change stated =
                new Change(
                        amount(onChain(lines)),
                        shared(lines, Direction.BOUGHT),
                        shared(lines, Direction.SOLD));
        boolean sameCash = stated.cash().equals(booked.cash());
        if (stated.equals(booked) || (sameCash && !energyCounts)) {
            complete++;
            if (!stated.equals(booked)) {
                notes.add(
                        key.start()
                                + ": energy was final when it was corrected last; the contract"
                                + " keeps "
                                + text(booked)
                                + ", cash agrees");
            }
        } else {
            faults.add(
                    "the lines of "
                            + key.start()
                            + " add up to "
                            + text(stated)
                            + "; the contract booked "
                            + text(booked)
                            + " for "
                            + statement.account());
        }
    }

    private static long shared(List<Line> lines, Direction direction) {
        return lines.stream()
                .filter(line -> line.kind().isShared() && line.direction() == direction)
                .mapToLong(line -> line.energy().wattHours())
                .reduce(0, Math::addExact);
    }

    private static String text(Change change) {
        return change.cash()
                + ", "
                + change.boughtWh()
                + " Wh bought, "
                + change.soldWh()
                + " Wh sold";
    }

    /** Roots without events: a node that keeps no old events cannot say what is missing. */
    private void reportUnseen(Set<Key> seen) {
        statement.lines().stream()
                .map(Key::of)
                .distinct()
                .filter(key -> !seen.contains(key) && contract.isSettled(key.area(), key.start()))
                .forEach(key ->
                        unchecked.add(
                                key.start() + ": the node no longer has the settlement's event"));
    }
}
