package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rounding has cut from members so far, passed from one interval to the next.
 *
 * @param remainders in parts of one Wh that the key defines; negative for who got more than its
 *     share. Members that are absent have none
 */
public record Carry(Map<ParticipantId, Long> remainders) {

    public static final Carry NONE = new Carry(Map.of());

    public Carry {
        Map<ParticipantId, Long> kept = new HashMap<>(remainders);
        kept.values().removeIf(remainder -> remainder == 0);
        remainders = Map.copyOf(kept);
    }

    /** The remainder of a member. */
    public long of(ParticipantId member) {
        return remainders.getOrDefault(member, 0L);
    }

    /** As text that {@link #parse} reads, members in ascending order: {@code 100:-3 104:3}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(remainders)
                .forEach((member, remainder) ->
                        text.append(text.isEmpty() ? "" : " ")
                                .append(member)
                                .append(':')
                                .append(remainder));
        return text.toString();
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException if it is not such a text
     */
    public static Carry parse(String text) {
        Map<ParticipantId, Long> remainders = new HashMap<>();
        for (String entry : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int colon = entry.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("not a remainder: " + entry);
            }
            remainders.put(
                    new ParticipantId(Long.parseLong(entry.substring(0, colon))),
                    Long.parseLong(entry.substring(colon + 1)));
        }
        return new Carry(remainders);
    }
}
