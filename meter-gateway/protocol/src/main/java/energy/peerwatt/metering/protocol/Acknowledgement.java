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
 */
public record Acknowledgement(long epoch, long sequence) {

    private static final Pattern JSON =
            Pattern.compile(
                    "\\s*\\{\\s*\"epoch\"\\s*:\\s*(\\d{1,18})\\s*,"
                            + "\\s*\"sequence\"\\s*:\\s*(\\d{1,18})\\s*}\\s*");

    public Acknowledgement {
        if (epoch < 1 || sequence < 0) {
            throw new IllegalArgumentException("epoch " + epoch + ", sequence " + sequence);
        }
    }

    /** {@code {"epoch":1,"sequence":42}}, the payload on {@link BlockTopics#ack()}. */
    public String toJson() {
        return "{\"epoch\":" + epoch + ",\"sequence\":" + sequence + "}";
    }

    /** Reads a payload of {@link #toJson()}; empty if it is anything else. */
    public static Optional<Acknowledgement> parse(byte[] payload) {
        Matcher matcher = JSON.matcher(new String(payload, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long epoch = Long.parseLong(matcher.group(1));
        long sequence = Long.parseLong(matcher.group(2));
        return epoch < 1 ? Optional.empty() : Optional.of(new Acknowledgement(epoch, sequence));
    }
}
