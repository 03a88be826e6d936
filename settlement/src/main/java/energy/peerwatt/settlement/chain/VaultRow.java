package energy.peerwatt.settlement.chain;

import energy.peerwatt.unit.Money;
import java.nio.ByteBuffer;

/**
 * What a batch holds for one account of the vault.
 *
 * @param index of the account, from 1
 * @param cash change against the version before; + receives, - pays
 * @param boughtWh Wh of the interval, below 2^32
 * @param soldWh Wh of the interval, at most {@code exportWh}
 * @param exportWh what the account's meters exported in the interval, Wh below 2^32
 */
record VaultRow(long index, Money cash, long boughtWh, long soldWh, long exportWh) {

    static final int BYTES = 24;

    static final long MOST_WH = (1L << Integer.SIZE) - 1;

    VaultRow {
        if (index < 1 || index > MOST_WH) {
            throw new IllegalArgumentException("no index of an account: " + index);
        }
        boolean fits =
                boughtWh >= 0
                        && boughtWh <= MOST_WH
                        && soldWh >= 0
                        && soldWh <= exportWh
                        && exportWh <= MOST_WH;
        if (!fits) {
            throw new IllegalArgumentException(
                    "account "
                            + index
                            + ": "
                            + boughtWh
                            + " Wh bought, "
                            + soldWh
                            + " Wh sold of "
                            + exportWh
                            + " Wh exported");
        }
    }

    void write(ByteBuffer bytes) {
        bytes.putInt((int) index)
                .putLong(cash.nano())
                .putInt((int) boughtWh)
                .putInt((int) soldWh)
                .putInt((int) exportWh);
    }

    /** Reads a row as {@link #write} wrote it. */
    static VaultRow read(ByteBuffer bytes) {
        return new VaultRow(
                Integer.toUnsignedLong(bytes.getInt()),
                Money.ofNano(bytes.getLong()),
                Integer.toUnsignedLong(bytes.getInt()),
                Integer.toUnsignedLong(bytes.getInt()),
                Integer.toUnsignedLong(bytes.getInt()));
    }
}
