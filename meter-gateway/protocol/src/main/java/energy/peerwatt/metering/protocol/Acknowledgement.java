package energy.peerwatt.metering.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head-end has committed all readings of an epoch up to and including a sequence.
 *
 * <p>Only this frees readings at the gateway; sent after commit, on {@link BlockTopics#ack()}.
 *
 * @param epoch the gateway's epoch, at least 1
 * @param sequence highest sequence below which nothing is missing; 0 if nothing is committed
 * @param conflict true if other readings are committed under sequences that the gateway sent: it
 *     must number what it has in a new epoch
 */
public record Acknowledgement(long epoch, long sequence, boolean conflict) {

    private static final Pattern JSON =
            Pattern.compile(
                    "\\s*\\{\\s*\"epoch\"\\s*:\\s*(\\d{1,18})\\s*,"
                            + "\\s*\"sequence\"\\s*:\\s*(\\d{1,18})\\s*"
                            + "(,\\s*\"conflict\"\\s*:\\s*true\\s*)?}\\s*");

    public Acknowledgement {
        if (epoch < 1 || sequence < 0) {
            throw new IllegalArgumentException("epoch " + epoch + ", sequence " + sequence);
        }
    }

    /** All is as the gateway sent it. */
    public Acknowledgement(long epoch, long sequence) {
        this(epoch, sequence, false);
    }

    /**
     * {@code {"epoch":1,"sequence":42}}, or with {@code "conflict":true} at its end; the payload on
     * {@link BlockTopics#ack()}.
     */
    public String toJson() {
        String end = conflict ? ",\"conflict\":true}" : "}";
        return "{\"epoch\":" + epoch + ",\"sequence\":" + sequence + end;
    }

    /** Reads a payload of {@link #toJson()}; empty if it is anything else. */
    public static Optional<Acknowledgement> parse(byte[] payload) {
        Matcher matcher = JSON.matcher(new String(payload, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long epoch = Long.parseLong(matcher.group(1));
        long sequence = Long.parseLong(matcher.group(2));
        boolean conflict = matcher.group(3) != null;
        return epoch < 1
                ? Optional.empty()
                : Optional.of(new Acknowledgement(epoch, sequence, conflict));
    }
}
