package energy.peerwatt.edge.format.sml;

import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Crc16;
import energy.peerwatt.edge.format.Obis;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The values of all lists in one frame.
 *
 * @param values in the order of the meter
 * @param server number of the meter in hexadecimal, as the last list names it; may be empty
 */
public record SmlFile(List<SmlValue> values, String server) {

    private static final int GET_LIST_RESPONSE = 0x701;
    private static final int MESSAGE_ELEMENTS = 6;
    private static final int LIST_ELEMENTS = 7;
    private static final int ENTRY_ELEMENTS = 7;
    private static final int OBIS_BYTES = 6;
    private static final int WATT = 27;
    private static final int WATT_HOUR = 30;

    public SmlFile {
        values = List.copyOf(values);
    }

    /**
     * A number in W or Wh; empty if the meter does not send it.
     *
     * @throws RefusedException {@code UNIT_UNKNOWN} or {@code AMBIGUOUS}
     */
    public Optional<Amount> amount(Obis code) throws RefusedException {
        List<SmlValue> found = values.stream().filter(value -> value.code().equals(code)).toList();
        if (found.size() > 1) {
            throw new RefusedException(Refusal.AMBIGUOUS);
        }
        if (found.isEmpty() || found.getFirst().number().isEmpty()) {
            return Optional.empty();
        }
        Unit unit =
                switch (found.getFirst().unit().orElse(0)) {
                    case WATT -> Unit.WATT;
                    case WATT_HOUR -> Unit.WATT_HOUR;
                    default -> throw new RefusedException(Refusal.UNIT_UNKNOWN);
                };
        SmlValue.Content.Scaled number = found.getFirst().number().get();
        return Optional.of(new Amount(number.digits(), number.scaler(), unit));
    }

    /** Decodes the content of a frame: messages, each with its checksum. */
    static SmlFile decode(byte[] content) throws RefusedException {
        SmlParser parser = new SmlParser(content);
        List<SmlValue> values = new ArrayList<>();
        List<Byte> server = List.of();
        while (!parser.atEnd()) {
            int start = parser.position();
            SmlNode.Elements message = parser.next().elements(MESSAGE_ELEMENTS);
            checkMessage(content, start, parser.position(), message);
            SmlNode.Elements body = message.get(3).elements(2);
            if (body.get(0).whole() == GET_LIST_RESPONSE) {
                SmlNode.Elements response = body.get(1).elements(LIST_ELEMENTS);
                values.addAll(list(response));
                server = response.get(1).octets();
            }
        }
        return new SmlFile(values, hex(server));
    }

    private static String hex(List<Byte> bytes) {
        StringBuilder text = new StringBuilder();
        bytes.forEach(octet -> text.append(HexFormat.of().toHexDigits(octet)));
        return text.toString();
    }

    /** The checksum covers the message up to itself; it is sent low byte first. */
    private static void checkMessage(byte[] content, int start, int end, SmlNode.Elements message)
            throws RefusedException {
        if (!(message.get(4) instanceof SmlNode.Whole(long given, int length, boolean signed))
                || signed
                || length > 2
                || !(message.get(5) instanceof SmlNode.End)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        int expected = Crc16.X25.of(content, start, end - length - 2);
        if (given != ((expected & 0xFF) << 8 | expected >> 8)) {
            throw new RefusedException(Refusal.CHECKSUM_WRONG);
        }
    }

    private static List<SmlValue> list(SmlNode.Elements response) throws RefusedException {
        List<Byte> server = response.get(1).octets();
        if (!(response.get(4) instanceof SmlNode.Elements entries)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        List<SmlValue> values = new ArrayList<>();
        for (SmlNode entry : entries.list()) {
            SmlNode.Elements fields = entry.elements(ENTRY_ELEMENTS);
            if (!fields.get(5).isAbsent()) {
                values.add(value(fields, server));
            }
        }
        return values;
    }

    private static SmlValue value(SmlNode.Elements fields, List<Byte> server)
            throws RefusedException {
        Obis code = code(fields.get(0).octets());
        Optional<Long> unit = fields.get(3).optionalWhole();
        long scaler = fields.get(4).optionalWhole().orElse(0L);
        if (Math.abs(scaler) > Byte.MAX_VALUE || unit.orElse(0L) > 0xFF || unit.orElse(0L) < 0) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        SmlValue.Content content =
                switch (fields.get(5)) {
                    case SmlNode.Whole whole ->
                            new SmlValue.Content.Scaled(
                                    DzgPower.repaired(code, whole, server), (int) scaler);
                    case SmlNode.Octets(List<Byte> bytes) -> new SmlValue.Content.Octets(bytes);
                    case SmlNode.Flag(boolean flag) -> new SmlValue.Content.Flag(flag);
                    case SmlNode.Elements _, SmlNode.End _ ->
                            throw new RefusedException(Refusal.MALFORMED);
                };
        OptionalInt unitCode =
                unit.isPresent() ? OptionalInt.of(unit.get().intValue()) : OptionalInt.empty();
        return new SmlValue(code, unitCode, content);
    }

    private static Obis code(List<Byte> bytes) throws RefusedException {
        if (bytes.size() != OBIS_BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        int[] groups = bytes.stream().mapToInt(Byte::toUnsignedInt).toArray();
        return new Obis(groups[0], groups[1], groups[2], groups[3], groups[4], groups[5]);
    }
}
