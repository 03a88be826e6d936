package energy.peerwatt.metering.protocol.ocmf;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One signed reading of an energy register.
 *
 * @param code as it is written, such as {@code 1-b:1.8.0}
 * @param decimal the number with the digits that it was written with
 * @param unit {@code Wh} or {@code kWh}
 * @param time as it is written, with the letter that tells whether the clock was set
 */
public record OcmfReading(String code, String decimal, String unit, String time) {

    /** Total registers, as 1-0:1.8.0, with b for the channel, or in hexadecimal. */
    private static final Pattern TOTAL =
            Pattern.compile("(?:1-[0-9b]:([12])\\.8\\.0(?:\\*255)?|01-00:0([12])\\.08\\.00\\.FF)");

    private static final String SYNCHRONISED = " S";

    /** As 2018-07-24T13:22:04,000+0200; some write a point, or the offset with a colon. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[,SSS][.SSS][XXX][XX]", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /** Which way a register counts. */
    public enum Flow {
        /** From the grid. */
        IMPORT,
        /** To the grid. */
        EXPORT
    }

    /** Which total this is; empty if it is none. */
    public Optional<Flow> total() {
        Matcher matcher = TOTAL.matcher(code);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean isImport = "1".equals(matcher.group(1)) || "1".equals(matcher.group(2));
        return Optional.of(isImport ? Flow.IMPORT : Flow.EXPORT);
    }

    /**
     * When it was read, if the meter says that its clock was synchronised. Empty if that was not
     * so, was not known (status U, I or R, or none), or cannot be read.
     */
    public Optional<Instant> synchronisedTime() {
        if (!time.endsWith(SYNCHRONISED)) {
            return Optional.empty();
        }
        String written = time.substring(0, time.length() - SYNCHRONISED.length());
        try {
            return Optional.of(OffsetDateTime.parse(written, TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The exact number. */
    public BigDecimal value() {
        return new BigDecimal(decimal);
    }
}
