package energy.peerwatt.metering.protocol.ocmf;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.metering.protocol.ocmf.OcmfException.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One record {@code OCMF|payload|signature} whose signature was right.
 *
 * @param serial of the meter, else of the device that has it
 * @param context what the number counts: {@code T} transactions, {@code F} readings of the clock
 * @param number grows by one with each record of its context
 * @param readings in the order of the record
 */
public record OcmfRecord(String serial, String context, long number, List<OcmfReading> readings) {

    private static final String HEADER = "OCMF|";
    private static final String DEFAULT_ALGORITHM = "ECDSA-secp256r1-SHA256";
    private static final Pattern ALGORITHM = Pattern.compile("ECDSA-(\\w+)-SHA256");
    private static final Pattern PAGINATION = Pattern.compile("([TF])(\\d{1,18})");
    private static final int MAX_READINGS = 256;
    private static final int MAX_NUMBER_TEXT = 40;
    private static final String GOOD = "G";

    public OcmfRecord {
        readings = List.copyOf(readings);
    }

    /**
     * Reads a record and verifies its signature before anything in it is believed.
     *
     * @throws OcmfException if the form, the signature or the meter's own state is not right
     */
    public static OcmfRecord verified(String text, OcmfKey key) throws OcmfException {
        Parts parts = Parts.of(text);
        byte[] payload = bytes(parts.payload());
        verify(payload, OcmfJson.object(bytes(parts.signature())), key);
        return read(OcmfJson.object(payload));
    }

    /**
     * Reads a record that somebody else has verified.
     *
     * @throws OcmfException if the form or the meter's own state is not right
     */
    public static OcmfRecord unverified(String text) throws OcmfException {
        return read(OcmfJson.object(bytes(Parts.of(text).payload())));
    }

    private record Parts(String payload, String signature) {

        static Parts of(String text) throws OcmfException {
            String record = text.strip();
            int signatureAt = record.lastIndexOf('|');
            if (!record.startsWith(HEADER) || signatureAt < HEADER.length()) {
                throw new OcmfException(Reason.MALFORMED);
            }
            return new Parts(
                    record.substring(HEADER.length(), signatureAt),
                    record.substring(signatureAt + 1));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void verify(byte[] payload, JsonNode signature, OcmfKey key)
            throws OcmfException {
        Matcher algorithm = ALGORITHM.matcher(signature.path("SA").asText(DEFAULT_ALGORITHM));
        if (!algorithm.matches() || !algorithm.group(1).equals(key.curve())) {
            throw new OcmfException(Reason.SIGNATURE_UNKNOWN);
        }
        key.verify(sha256(payload), signatureBytes(signature));
    }

    private static byte[] signatureBytes(JsonNode signature) throws OcmfException {
        String data = signature.path("SD").asText();
        try {
            return switch (signature.path("SE").asText("hex")) {
                case "hex" -> HexFormat.of().parseHex(data);
                case "base64" -> Base64.getDecoder().decode(data);
                default -> throw new OcmfException(Reason.SIGNATURE_UNKNOWN);
            };
        } catch (IllegalArgumentException e) {
            throw new OcmfException(Reason.SIGNATURE_WRONG);
        }
    }

    private static OcmfRecord read(JsonNode payload) throws OcmfException {
        Matcher pagination = PAGINATION.matcher(payload.path("PG").asText());
        JsonNode readings = payload.path("RD");
        if (!pagination.matches() || !readings.isArray() || readings.size() > MAX_READINGS) {
            throw new OcmfException(Reason.MALFORMED);
        }
        String serial = payload.path("MS").asText();
        return new OcmfRecord(
                serial.isEmpty() ? payload.path("GS").asText() : serial,
                pagination.group(1),
                Long.parseLong(pagination.group(2)),
                readings(readings));
    }

    /** What a reading does not say is as in the one before. */
    private static List<OcmfReading> readings(JsonNode list) throws OcmfException {
        List<OcmfReading> readings = new ArrayList<>();
        String code = "";
        String unit = "";
        String time = "";
        for (JsonNode reading : list) {
            code = reading.path("RI").asText(code);
            unit = reading.path("RU").asText(unit);
            time = reading.path("TM").asText(time);
            checkState(reading);
            if (reading.has("RV") && isEnergy(unit)) {
                readings.add(new OcmfReading(code, decimal(reading.get("RV")), unit, time));
            }
        }
        return readings;
    }

    /** A meter that reports an error of energy or is not in order has no reading to believe. */
    private static void checkState(JsonNode reading) throws OcmfException {
        boolean inOrder = reading.path("ST").asText(GOOD).equals(GOOD);
        if (!inOrder || reading.path("EF").asText().contains("E")) {
            throw new OcmfException(Reason.DEVICE_ERROR);
        }
    }

    private static boolean isEnergy(String unit) {
        return unit.equals("Wh") || unit.equals("kWh");
    }

    /** Some write numbers as texts, with blanks before them. */
    private static String decimal(JsonNode value) throws OcmfException {
        String text = value.isNumber() ? value.decimalValue().toString() : value.asText().strip();
        if (!(value.isNumber() || value.isTextual()) || text.length() > MAX_NUMBER_TEXT) {
            throw new OcmfException(Reason.NOT_A_NUMBER);
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) > MAX_NUMBER_TEXT) {
                throw new OcmfException(Reason.NOT_A_NUMBER);
            }
            return text;
        } catch (NumberFormatException e) {
            throw new OcmfException(Reason.NOT_A_NUMBER);
        }
    }

    /** The total of a direction at the end of the record; empty if it does not have one. */
    public Optional<OcmfReading> last(OcmfReading.Flow flow) {
        return readings.stream()
                .filter(reading -> reading.total().equals(Optional.of(flow)))
                .reduce((_, later) -> later);
    }

    /** Whether the meter's clock was synchronised at each of the readings, and there is one. */
    public boolean isTimeProved() {
        return !readings.isEmpty()
                && readings.stream().allMatch(reading -> reading.synchronisedTime().isPresent());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
