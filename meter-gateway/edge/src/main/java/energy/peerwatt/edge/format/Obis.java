package energy.peerwatt.edge.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a quantity, {@code medium-channel:c.d.e*f}. Source: IEC 62056-61.
 *
 * @param f 255 where nothing is written
 */
public record Obis(int medium, int channel, int c, int d, int e, int f) {

    private static final int CURRENT = 255;
    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d{1,3})-(\\d{1,3}):(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:\\*(\\d{1,3}))?");

    /** A code of electricity, channel 0, current value. */
    public static Obis electricity(int c, int d, int e) {
        return new Obis(1, 0, c, d, e, CURRENT);
    }

    /** The code in the usual writing, empty if it is none. */
    public static Optional<Obis> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int[] groups = new int[6];
        for (int i = 0; i < groups.length; i++) {
            String group = matcher.group(i + 1);
            groups[i] = group == null ? CURRENT : Integer.parseInt(group);
        }
        return Optional.of(
                new Obis(groups[0], groups[1], groups[2], groups[3], groups[4], groups[5]));
    }

    @Override
    public String toString() {
        return medium + "-" + channel + ":" + c + "." + d + "." + e + "*" + f;
    }
}
