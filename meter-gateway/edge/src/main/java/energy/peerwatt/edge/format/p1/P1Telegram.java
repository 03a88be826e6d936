package energy.peerwatt.edge.format.p1;

import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Crc16;
import energy.peerwatt.edge.format.Obis;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One telegram: {@code /identification}, lines {@code 1-0:1.8.1(000004.426*kWh)}, {@code !CRC}.
 * Source: DSMR 5.0.2 P1 companion standard; IEC 62056-21 without checksum before DSMR 4.
 *
 * @param identification of the meter's kind
 * @param values the texts in brackets by code
 * @param checked whether it had a checksum, which was right
 */
public record P1Telegram(String identification, Map<Obis, List<String>> values, boolean checked) {

    private static final Pattern LINE =
            Pattern.compile("([0-9:.*-]{5,24})((?:\\([^()]{0,1024}\\)){1,64})");
    private static final Pattern MORE = Pattern.compile("(?:\\([^()]{0,1024}\\)){1,64}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");

    /** In the Netherlands, and in Belgium and elsewhere. */
    private static final List<Obis> EQUIPMENT =
            List.of(
                    new Obis(0, 0, 96, 1, 1, 255),
                    new Obis(0, 0, 96, 1, 0, 255),
                    new Obis(0, 0, 42, 0, 0, 255));

    private static final Pattern CHECKSUM = Pattern.compile("[0-9A-Fa-f]{1,4}");

    public P1Telegram {
        values = Map.copyOf(values);
    }

    /**
     * Decodes the telegram that starts at the first {@code /}; what stands before it and after its
     * end is not looked at.
     *
     * @throws RefusedException {@code MALFORMED} or {@code CHECKSUM_WRONG}
     */
    public static P1Telegram decode(byte[] bytes) throws RefusedException {
        int start = indexOf(bytes, '/', 0);
        int end = indexOf(bytes, '!', start);
        String checksum = lineAfter(bytes, end);
        boolean checked = !checksum.isEmpty();
        if (checked) {
            if (!CHECKSUM.matcher(checksum).matches()) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            if (HexFormat.fromHexDigits(checksum) != Crc16.ARC.of(bytes, start, end + 1)) {
                throw new RefusedException(Refusal.CHECKSUM_WRONG);
            }
        }
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        List<String> lines = text.lines().toList();
        return new P1Telegram(lines.getFirst().substring(1).strip(), values(lines), checked);
    }

    /**
     * A number with a unit of energy or power; empty if the telegram does not have it.
     *
     * @throws RefusedException {@code NOT_A_NUMBER} or {@code UNIT_UNKNOWN}
     */
    public Optional<Amount> amount(Obis code) throws RefusedException {
        List<String> found = values.get(code);
        if (found == null) {
            return Optional.empty();
        }
        String[] parts = found.getLast().split("\\*", -1);
        if (parts.length != 2) {
            throw new RefusedException(Refusal.UNIT_UNKNOWN);
        }
        return Optional.of(Amount.parse(parts[0], Unit.of(parts[1])));
    }

    /** The number of the meter, which is sent as hexadecimal characters; may be empty. */
    public String equipmentId() {
        String text =
                EQUIPMENT.stream()
                        .flatMap(code -> values.getOrDefault(code, List.of()).stream())
                        .findFirst()
                        .orElse("");
        return HEX.matcher(text).matches()
                ? new String(HexFormat.of().parseHex(text), StandardCharsets.ISO_8859_1)
                : text;
    }

    private static Map<Obis, List<String>> values(List<String> lines) throws RefusedException {
        Map<Obis, List<String>> values = new LinkedHashMap<>();
        List<String> last = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (MORE.matcher(line.strip()).matches()) {
                last.addAll(brackets(line.strip()));
                continue;
            }
            Optional<Obis> code =
                    matcher.matches() ? Obis.parse(matcher.group(1)) : Optional.empty();
            last = code.isPresent() ? brackets(matcher.group(2)) : List.of();
            // A line twice is two meters' talk mixed, or worse.
            if (code.isEmpty() || values.put(code.get(), last) != null) {
                throw new RefusedException(Refusal.MALFORMED);
            }
        }
        return values;
    }

    private static List<String> brackets(String text) {
        String inner = text.substring(1, text.length() - 1);
        return new ArrayList<>(List.of(inner.split("\\)\\(", -1)));
    }

    /** An identification and all values are on lines of their own, and end with CR LF or LF. */
    private static String lineAfter(byte[] bytes, int at) {
        int end = at + 1;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        return new String(bytes, at + 1, end - at - 1, StandardCharsets.ISO_8859_1).strip();
    }

    private static int indexOf(byte[] bytes, char wanted, int from) throws RefusedException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new RefusedException(Refusal.MALFORMED);
    }
}
