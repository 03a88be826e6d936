package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.chain.VaultParts.Seat;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.VaultSeats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens participants' accounts in the vault, community by community, and knows them. An account's
 * index is read from the chain once it is final, and kept before it is used. Blocks; safe for use
 * by several threads.
 */
final class VaultAccounts {

    private static final long GAS = 150_000;

    private final ChainOutbox outbox;
    private final VaultSeats store;
    private final OutboxWriter writer;
    private final ChainAccounts accounts;
    private final ChainAddress vault;
    private final Function<byte[], Digest> read;

    /** Never change once they are known. */
    private final Map<ParticipantId, Long> indices = new ConcurrentHashMap<>();

    private final Map<AreaId, Map<ParticipantId, Integer>> parts = new ConcurrentHashMap<>();

    /**
     * @param read asks the vault for one word
     */
    VaultAccounts(
            ChainOutbox outbox,
            OutboxWriter writer,
            ChainAccounts accounts,
            ChainAddress vault,
            Function<byte[], Digest> read) {
        this.outbox = outbox;
        this.store = outbox.seats();
        this.writer = writer;
        this.accounts = accounts;
        this.vault = vault;
        this.read = read;
    }

    /** Index of a participant's account; empty until it is open. */
    Optional<Long> indexOf(ParticipantId participant) {
        return Optional.ofNullable(indices(List.of(participant)).get(participant));
    }

    /** Opens the accounts of these participants that are not open; final some blocks later. */
    void open(Collection<ParticipantId> participants) {
        Set<ParticipantId> missing = new TreeSet<>(participants);
        missing.removeAll(indices(participants).keySet());
        if (!missing.isEmpty()) {
            openMissing(missing);
        }
    }

    /** Where these participants are in the area; empty while an account is not open. */
    Optional<Map<ParticipantId, Seat>> seats(AreaId area, Collection<ParticipantId> participants) {
        Set<ParticipantId> wanted = new TreeSet<>(participants);
        Map<ParticipantId, Long> open = indices(wanted);
        if (open.size() < wanted.size()) {
            return Optional.empty();
        }
        Map<ParticipantId, Integer> placed = parts(area, wanted);
        Map<ParticipantId, Seat> seats = new HashMap<>();
        open.forEach((participant, index) ->
                seats.put(participant, new Seat(index, placed.getOrDefault(participant, 0))));
        return Optional.of(seats);
    }

    /** Where a participant is in the area; empty if it was never settled there. */
    Optional<Seat> seatOf(AreaId area, ParticipantId participant) {
        return Optional.ofNullable(parts(area, Set.of()).get(participant))
                .flatMap(part -> indexOf(participant).map(index -> new Seat(index, part)));
    }

    /** Number of parts that the area has. */
    int partCount(AreaId area) {
        return 1 + parts(area, Set.of()).values().stream().mapToInt(part -> part).max().orElse(0);
    }

    private Map<ParticipantId, Long> indices(Collection<ParticipantId> wanted) {
        Set<ParticipantId> unknown = new HashSet<>(wanted);
        unknown.removeAll(indices.keySet());
        if (!unknown.isEmpty()) {
            indices.putAll(await(store.indices(unknown)));
        }
        Map<ParticipantId, Long> found = new HashMap<>();
        for (ParticipantId participant : wanted) {
            Long index = indices.get(participant);
            if (index != null) {
                found.put(participant, index);
            }
        }
        return found;
    }

    private void openMissing(Set<ParticipantId> missing) {
        Map<String, OutboxEntry> rows =
                await(outbox.find(missing.stream().map(p -> keyOf(p).hex()).toList())).stream()
                        .collect(Collectors.toMap(OutboxEntry::batchKeyHex, row -> row));
        List<Draft> drafts = new ArrayList<>();
        Map<ParticipantId, Long> opened = new HashMap<>();
        List<ParticipantId> refused = new ArrayList<>();
        for (ParticipantId participant : missing) {
            OutboxEntry row = rows.get(keyOf(participant).hex());
            if (row == null) {
                drafts.add(registration(participant));
            } else if (row.outcome() != null) {
                // Refused, too, if somebody else has opened the very same account before.
                long index = indexOnChain(accounts.addressOf(participant));
                if (index > 0) {
                    opened.put(participant, index);
                } else {
                    refused.add(participant);
                }
            }
        }
        if (!opened.isEmpty()) {
            await(store.keep(opened));
        }
        if (!drafts.isEmpty()) {
            writer.add(drafts);
        }
        if (!refused.isEmpty()) {
            throw new MarketException(
                    ErrorCode.CHAIN_REVERTED,
                    "the vault refused to open accounts of participants " + refused);
        }
    }

    /** Opens in the next round the accounts whose opening was refused. */
    void openAgain(List<OutboxEntry.Signed> refused) {
        List<Draft> drafts =
                refused.stream()
                        .filter(one -> one.entry().kind() == Kind.ACCOUNT)
                        .map(VaultAccounts::again)
                        .toList();
        if (!drafts.isEmpty()) {
            writer.add(drafts);
        }
    }

    private static Draft again(OutboxEntry.Signed refused) {
        OutboxEntry entry = refused.entry();
        return Draft.of(
                        Kind.ACCOUNT,
                        new Digest(entry.batchKeyHex()),
                        TransactionSigner.calledBy(refused),
                        TransactionSigner.dataOf(refused),
                        GAS)
                .in(entry.round() + 1);
    }

    /** Whose account an index is; empty if it is nobody's that we know. */
    Optional<ParticipantId> participantOf(long index) {
        return await(store.participantOf(index));
    }

    private Draft registration(ParticipantId participant) {
        byte[] call = VaultCalls.register(accounts.addressOf(participant));
        return Draft.of(Kind.ACCOUNT, keyOf(participant), Optional.of(vault), call, GAS);
    }

    private long indexOnChain(ChainAddress owner) {
        return AbiWords.signed(read.apply(VaultCalls.indexOf(owner)).bytes()).longValueExact();
    }

    private Digest keyOf(ParticipantId participant) {
        return TypedData.text("account: " + accounts.addressOf(participant).hex());
    }

    /**
     * Gives those a part who have none: members one after the other, the market's own the first.
     */
    private synchronized Map<ParticipantId, Integer> parts(AreaId area, Set<ParticipantId> wanted) {
        Map<ParticipantId, Integer> known =
                parts.computeIfAbsent(area, one -> Map.copyOf(await(store.parts(one))));
        if (known.keySet().containsAll(wanted)) {
            return known;
        }
        Map<ParticipantId, Integer> fresh = new HashMap<>();
        PartRoom room = roomIn(known);
        Map<ParticipantId, Long> open = indices(wanted);
        for (ParticipantId participant : wanted) {
            Long index = open.get(participant);
            if (!known.containsKey(participant) && index != null) {
                fresh.put(participant, participant.isMember() ? room.place(index) : 0);
            }
        }
        await(store.seat(area, fresh));
        Map<ParticipantId, Integer> all = new HashMap<>(known);
        all.putAll(fresh);
        parts.put(area, Map.copyOf(all));
        return all;
    }

    /** What is left in the last part; the market's own are in the first and have room kept free. */
    private PartRoom roomIn(Map<ParticipantId, Integer> known) {
        int last = known.values().stream().mapToInt(part -> part).max().orElse(0);
        PartRoom room = new PartRoom(last);
        List<ParticipantId> there =
                known.entrySet().stream()
                        .filter(one -> one.getValue() == last && one.getKey().isMember())
                        .map(Map.Entry::getKey)
                        .toList();
        indices(there).values().forEach(room::add);
        return room;
    }
}
