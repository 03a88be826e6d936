package energy.peerwatt.edge.modbus;

import energy.peerwatt.metering.protocol.Hash256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Passes reads on and hashes what was asked and answered, as the protocol data units stand on the
 * wire without what frames them: function, address and count, then function, byte count and
 * registers, or function with its highest bit set and the exception. Used by one thread.
 */
public final class AnswerDigest implements RegisterSource {

    private static final int ERROR = 0x80;
    private static final int ROOM = 5 + 2 + 2 * ModbusRead.MAX_COUNT;

    private final RegisterSource source;
    private final MessageDigest digest;
    private final ByteBuffer units = ByteBuffer.allocate(ROOM);

    /** Reads from another source. */
    public AnswerDigest(RegisterSource source) {
        this.source = source;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public ModbusAnswer read(int function, int address, int count) {
        ModbusAnswer answer = source.read(function, address, count);
        units.clear().put((byte) function).putShort((short) address).putShort((short) count);
        switch (answer) {
            case ModbusAnswer.Registers(RegisterBlock block) -> {
                units.put((byte) function).put((byte) (2 * block.count()));
                for (int at = block.address(); at < block.address() + block.count(); at++) {
                    units.putShort((short) block.unsigned16(at));
                }
            }
            case ModbusAnswer.Declined(int code) ->
                    units.put((byte) (function | ERROR)).put((byte) code);
        }
        digest.update(units.flip());
        return answer;
    }

    /** Forgets what was read so far. */
    public void restart() {
        digest.reset();
    }

    /** SHA-256 of all reads since the last call or {@link #restart}. */
    public Hash256 take() {
        return Hash256.of(digest.digest());
    }
}
