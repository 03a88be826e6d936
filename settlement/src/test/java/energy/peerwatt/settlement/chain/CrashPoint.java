package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.settlement.store.VaultSeats;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The step at which this process halts, as if its power had failed. */
final class CrashPoint {

    private final String name;
    private final Path report;
    private final AtomicInteger left;

    /**
     * @param name of the step, preceded by {@code before} or {@code after}
     * @param occurrence how often it is passed before, plus one
     * @param report file that is there once the process has halted
     */
    CrashPoint(String name, int occurrence, Path report) {
        this.name = name;
        this.report = report;
        this.left = new AtomicInteger(occurrence);
    }

    private void pass(String point) {
        if (point.equals(name) && left.decrementAndGet() == 0) {
            try {
                Files.writeString(report, point);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().halt(OutboxProcess.HALTED);
        }
    }

    private <T> Uni<T> around(String step, Supplier<Uni<T>> work) {
        pass("before " + step);
        return work.get().invoke(() -> pass("after " + step));
    }

    /** The outbox with crash points around all that it writes. */
    ChainOutbox outbox(Pool pool) {
        return new Outbox(pool, this);
    }

    /** The node with crash points around all that changes it. */
    ChainNode node(ChainNode node) {
        return new Node(node, this);
    }

    private static final class Outbox extends ChainOutbox {

        private final Pool pool;
        private final CrashPoint point;

        Outbox(Pool pool, CrashPoint point) {
            super(pool);
            this.pool = pool;
            this.point = point;
        }

        @Override
        public Uni<Boolean> add(List<Signed> entries) {
            Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
            entries.forEach(entry -> kinds.addAll(FaultKind.of(entry)));
            kinds.forEach(kind -> point.pass("before add " + kind));
            return point.around("add", () -> super.add(entries))
                    .invoke(() -> kinds.forEach(kind -> point.pass("after add " + kind)));
        }

        @Override
        public VaultSeats seats() {
            return new Seats(pool, point);
        }

        @Override
        public Uni<Boolean> raise(Signed signed) {
            return point.around("raise", () -> super.raise(signed));
        }

        @Override
        public Uni<Void> markSent(Collection<Long> nonces, long height) {
            return point.around("markSent", () -> super.markSent(nonces, height));
        }

        @Override
        public Uni<Void> markMined(Collection<Long> nonces) {
            return point.around("markMined", () -> super.markMined(nonces));
        }

        @Override
        public Uni<Void> markFinal(Map<Long, Outcome> outcomes) {
            return point.around("markFinal", () -> super.markFinal(outcomes));
        }
    }

    private static final class Seats extends VaultSeats {

        private final CrashPoint point;

        Seats(Pool pool, CrashPoint point) {
            super(pool);
            this.point = point;
        }

        @Override
        public Uni<Void> keep(Map<ParticipantId, Long> indices) {
            return point.around("keep", () -> super.keep(indices));
        }

        @Override
        public Uni<Void> seat(AreaId area, Map<ParticipantId, Integer> parts) {
            return point.around("seat", () -> super.seat(area, parts));
        }
    }

    private record Node(ChainNode node, CrashPoint point) implements ChainNode {

        @Override
        public Optional<String> send(byte[] rawTransaction) {
            Set<FaultKind> kinds = FaultKind.of(rawTransaction);
            kinds.forEach(kind -> point.pass("before send " + kind));
            point.pass("before send");
            Optional<String> refusal = node.send(rawTransaction);
            point.pass("after send");
            kinds.forEach(kind -> point.pass("after send " + kind));
            return refusal;
        }

        @Override
        public void seal() {
            point.pass("before seal");
            node.seal();
            point.pass("after seal");
        }

        @Override
        public long chainId() {
            return node.chainId();
        }

        @Override
        public Fees fees() {
            return node.fees();
        }

        @Override
        public long feeCeiling() {
            return node.feeCeiling();
        }

        @Override
        public boolean sealsBlocks() {
            return node.sealsBlocks();
        }

        @Override
        public long height() {
            return node.height();
        }

        @Override
        public long finalHeight() {
            return node.finalHeight();
        }

        @Override
        public Optional<Receipt> receipt(Digest transaction) {
            return node.receipt(transaction);
        }

        @Override
        public long transactionCount(ChainAddress account) {
            return node.transactionCount(account);
        }

        @Override
        public CallResult call(ChainAddress from, ChainAddress to, byte[] data) {
            return node.call(from, to, data);
        }

        @Override
        public CallResult callBefore(long block, ChainAddress from, ChainAddress to, byte[] data) {
            return node.callBefore(block, from, to, data);
        }

        @Override
        public List<Event> events(ChainAddress contract, List<Digest> topics, long from) {
            return node.events(contract, topics, from);
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
