package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.ReadingChainState;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.protocol.BlockResult.Verified;
import energy.peerwatt.metering.protocol.ChainLink;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.SignedBlock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps a verified block of one gateway as it was signed and continues the chains of its registers,
 * within the caller's transaction.
 *
 * @param known leading readings that were stored before
 * @param allowed metering points that are the gateway's
 */
record BlockArchive(
        SqlConnection connection,
        int gateway,
        Verified verified,
        int known,
        GatewayPoints allowed) {

    private static final Logger LOG = Logger.getLogger(BlockArchive.class);

    private static final String INSERT =
            """
            INSERT INTO metering.block (gateway, epoch, last_sequence, received_at, first_sequence,
                header, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String INSERT_BREAKS =
            """
            INSERT INTO metering.chain_break (register_id, gateway, epoch, sequence, reason,
                expected, found, received_at)
            SELECT s.register_id, $1, $2, $3, s.reason, s.expected, s.found, $4
            FROM unnest($5::integer[], $6::varchar[], $7::bytea[], $8::bytea[])
                AS s(register_id, reason, expected, found)
            ON CONFLICT DO NOTHING
            """;

    private static final String SELECT_ASIDE =
            """
            SELECT register_id, head FROM metering.chain_aside
            WHERE gateway = $1 AND epoch = $2 AND register_id = ANY ($3::integer[])
            """;

    private static final String KEEP_ASIDE =
            """
            INSERT INTO metering.chain_aside (register_id, gateway, epoch, head)
            SELECT * FROM unnest($1::integer[], $2::integer[], $3::bigint[], $4::bytea[])
            ON CONFLICT (register_id, gateway)
            DO UPDATE SET epoch = excluded.epoch, head = excluded.head
            """;

    /** The chain of the register with {@code id} by a gateway it does not belong to. */
    private record Aside(int id, ReadingChainState chain) {}

    /** A break of the register with {@code id}. */
    private record Found(int id, ReadingChainState.Break chain) {}

    /**
     * Adds the block; at least one of its readings is new.
     *
     * @param erased sequences of readings that are withheld, usually none
     */
    Uni<Void> store(Set<Long> erased, Instant receivedAt) {
        ReadingBlock block = verified.block();
        SignedBlock kept =
                erased.isEmpty()
                        ? verified.signed()
                        : verified.signed().without(reading -> erased.contains(reading.sequence()));
        Tuple values =
                Tuple.tuple()
                        .addInteger(gateway)
                        .addLong(block.epoch())
                        .addLong(block.lastSequence())
                        .addOffsetDateTime(Columns.time(receivedAt))
                        .addLong(block.firstSequence())
                        .addValue(Buffer.buffer(kept.header()))
                        .addValue(Buffer.buffer(kept.body()));
        return connection.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /**
     * Continues the chains of registers from which the block has new readings. A break is recorded
     * and the chain goes on from there. Chains of other gateways' registers are kept aside and not
     * judged.
     *
     * @param tracks not saved yet
     */
    Uni<Void> link(RegisterTracks tracks, Instant receivedAt) {
        Set<RegisterId> own = ownRegisters();
        List<ChainLink> strangers = new ArrayList<>();
        List<ChainLink> judged = new ArrayList<>();
        List<Aside> asides = new ArrayList<>();
        for (ChainLink link : links()) {
            RegisterTrack track = track(tracks, link);
            if (!own.contains(track.register()) || !track.hasState()) {
                // Nothing of a register without a usable reading is saved but this.
                asides.add(new Aside(track.id(), reached(link)));
                continue;
            }
            judged.add(link);
            ReadingChainState chain = track.chain();
            if (chain == null || !chain.isOf(gateway, verified.block().epoch())) {
                strangers.add(link);
                if (chain != null && chain.gateway() != gateway) {
                    asides.add(new Aside(track.id(), chain));
                }
            }
        }
        return takeBack(tracks, strangers)
                .chain(() -> judge(tracks, judged, receivedAt))
                .chain(() -> keepAside(asides));
    }

    private Set<RegisterId> ownRegisters() {
        List<Reading> readings = verified.block().readings();
        return readings.subList(known, readings.size()).stream()
                .filter(allowed::include)
                .map(reading -> new RegisterId(reading.meteringPoint(), reading.channel()))
                .collect(Collectors.toSet());
    }

    private static RegisterTrack track(RegisterTracks tracks, ChainLink link) {
        return tracks.track(new RegisterId(link.meteringPoint(), link.channel()));
    }

    private ReadingChainState reached(ChainLink link) {
        return new ReadingChainState(gateway, verified.block().epoch(), link.head());
    }

    /** Chains of this gateway go on where they were before the register was another's. */
    private Uni<Void> takeBack(RegisterTracks tracks, List<ChainLink> links) {
        if (links.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<Integer, RegisterTrack> byId = new HashMap<>();
        links.forEach(link -> byId.put(track(tracks, link).id(), track(tracks, link)));
        long epoch = verified.block().epoch();
        return connection
                .preparedQuery(SELECT_ASIDE)
                .execute(Tuple.of(gateway, epoch, byId.keySet().toArray(Integer[]::new)))
                .invoke(rows ->
                        rows.forEach(row ->
                                Objects.requireNonNull(byId.get(row.getInteger(0)))
                                        .chain(
                                                new ReadingChainState(
                                                        gateway,
                                                        epoch,
                                                        Hash256.of(row.getBuffer(1).getBytes())))))
                .replaceWithVoid();
    }

    private Uni<Void> judge(RegisterTracks tracks, List<ChainLink> links, Instant receivedAt) {
        ReadingBlock block = verified.block();
        List<Found> breaks = new ArrayList<>();
        for (ChainLink link : links) {
            RegisterTrack track = track(tracks, link);
            ReadingChainState.compare(
                            track.chain(), gateway, block.gatewayId(), block.epoch(), link)
                    .ifPresent(found -> breaks.add(new Found(track.id(), found)));
            track.chain(reached(link));
        }
        return breaks.isEmpty() ? Uni.createFrom().voidItem() : record(breaks, receivedAt);
    }

    private Uni<Void> keepAside(List<Aside> asides) {
        if (asides.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.of(
                        Columns.of(asides, Aside::id, Integer[]::new),
                        Columns.of(asides, a -> a.chain().gateway(), Integer[]::new),
                        Columns.longs(asides, a -> a.chain().epoch()),
                        Columns.hashes(asides, a -> a.chain().head()));
        return connection.preparedQuery(KEEP_ASIDE).execute(values).replaceWithVoid();
    }

    private List<ChainLink> links() {
        return known == 0
                ? verified.links()
                : verified.signed().links(verified.block().firstSequence() + known);
    }

    private Uni<Void> record(List<Found> breaks, Instant receivedAt) {
        ReadingBlock block = verified.block();
        LOG.errorf(
                "gateway %s, epoch %d, block from sequence %d: hash chains of %d registers broken",
                block.gatewayId(), block.epoch(), block.firstSequence(), breaks.size());
        Tuple values =
                Tuple.tuple()
                        .addInteger(gateway)
                        .addLong(block.epoch())
                        .addLong(block.firstSequence() + known)
                        .addOffsetDateTime(Columns.time(receivedAt))
                        .addArrayOfInteger(Columns.of(breaks, Found::id, Integer[]::new))
                        .addArrayOfString(Columns.names(breaks, b -> b.chain().reason().name()))
                        .addValue(Columns.hashes(breaks, b -> b.chain().expected()))
                        .addValue(Columns.hashes(breaks, b -> b.chain().found()));
        return connection.preparedQuery(INSERT_BREAKS).execute(values).replaceWithVoid();
    }
}
