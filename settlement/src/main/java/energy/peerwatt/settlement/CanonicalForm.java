package energy.peerwatt.settlement;

import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The one byte sequence of a settlement, so that two runs can be compared by a hash. */
final class CanonicalForm {

    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = 5 * Integer.BYTES + 2 * Long.BYTES;
    private static final int LINE_BYTES = Integer.BYTES + 6 * Long.BYTES + 3 * Byte.BYTES;
    private static final long NO_TRADE = 0;

    private CanonicalForm() {}

    static byte[] bytesOf(IntervalSettlement settlement) {
        int lines = settlement.lines().size();
        ByteBuffer bytes =
                ByteBuffer.allocate(
                        Math.addExact(HEADER_BYTES, Math.multiplyExact(lines, LINE_BYTES)));
        bytes.putInt(FORMAT)
                .putInt(settlement.area().value())
                .putLong(settlement.interval().start().getEpochSecond())
                .putInt(Math.toIntExact(settlement.interval().length().toSeconds()))
                .putInt(settlement.version())
                .putLong(settlement.totals().saved().nano())
                .putInt(lines);
        settlement.lines().forEach(line -> write(line, bytes));
        return bytes.array();
    }

    static String sha256Of(IntervalSettlement settlement) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(bytesOf(settlement)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void write(SettlementLine line, ByteBuffer bytes) {
        bytes.putInt(line.number())
                .putLong(line.participant().value())
                .putLong(line.counterparty().value())
                .put((byte) line.kind().code())
                .put((byte) line.direction().code())
                .putLong(line.energy().wattHours())
                .putLong(line.price().microPerKwh())
                .putLong(line.amount().nano())
                .put((byte) codeOf(line.quality()))
                .putLong(numberOf(line.trade()));
    }

    /** 0 if there is none. */
    static long numberOf(Optional<TradeId> trade) {
        return trade.map(TradeId::value).orElse(NO_TRADE);
    }

    /** Number in hashes and statement leaves; never reused. */
    static int codeOf(Quality quality) {
        return switch (quality) {
            case ACTUAL -> 0;
            case SUBSTITUTED -> 1;
            case ESTIMATED -> 2;
        };
    }
}
