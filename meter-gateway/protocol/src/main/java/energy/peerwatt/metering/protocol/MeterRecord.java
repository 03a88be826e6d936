package energy.peerwatt.metering.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record that the meter itself signed, exactly as it came. Immutable. */
public final class MeterRecord {

    /** No record is longer. */
    public static final int MAX_BYTES = 4 * 1024;

    /** How the record is written. */
    public enum Form {
        /** Open Charge Metering Format: {@code OCMF|…|…}. */
        OCMF
    }

    private final Form form;
    private final byte[] bytes;

    /**
     * A record.
     *
     * @param bytes 1 to {@value #MAX_BYTES}; copied
     */
    public MeterRecord(Form form, byte[] bytes) {
        if (bytes.length < 1 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a record of " + bytes.length + " bytes");
        }
        this.form = form;
        this.bytes = bytes.clone();
    }

    public Form form() {
        return form;
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    /** A copy of what the meter sent. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MeterRecord record
                && form == record.form
                && Arrays.equals(bytes, record.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return form + " record of " + bytes.length + " bytes";
    }
}
