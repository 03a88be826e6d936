package energy.peerwatt.edge.format;

/** The two 16-bit checksums of meters; both reflected, least significant bit first. */
public final class Crc16 {

    /** CRC-16/ARC: P1 of DSMR 4 and 5. Source: DSMR 5.0.2 P1, 5.2. */
    public static final Crc16 ARC = new Crc16(0xA001, 0, 0);

    /** CRC-16/X-25: SML. Source: DIN EN 62056-46. */
    public static final Crc16 X25 = new Crc16(0x8408, 0xFFFF, 0xFFFF);

    private final int[] table = new int[256];
    private final int start;
    private final int end;

    private Crc16(int polynomial, int start, int end) {
        this.start = start;
        this.end = end;
        for (int i = 0; i < table.length; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ polynomial;
            }
            table[i] = value;
        }
    }

    /** The checksum of {@code bytes[from]} to before {@code bytes[to]}. */
    public int of(byte[] bytes, int from, int to) {
        int value = start;
        for (int i = from; i < to; i++) {
            value = (value >>> 8) ^ table[(value ^ bytes[i]) & 0xFF];
        }
        return value ^ end;
    }
}
