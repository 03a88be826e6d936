package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers with bytes changed, lost, added and repeated: each is the answer to the request byte for
 * byte, or refused, or ends too early. Another seed: {@code -Dseed=…}.
 */
class FrameFuzzTest {

    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final long RUN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int TRANSACTION = 0x1234;

    @ParameterizedTest
    @EnumSource(Framing.class)
    void anyBytesAreTheAnswerOrRefused(Framing framing) throws IOException {
        Random random = new Random(SEED);
        long end = System.nanoTime() + RUN_NANOS;
        long accepted = 0;
        long refused = 0;
        long ended = 0;
        while (System.nanoTime() - end < 0) {
            ModbusQuestion question = question(random);
            byte[] bytes = mutated(random, valid(framing, question, random));
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            try {
                ModbusReply answer = framing.unwrap(question, TRANSACTION, in);
                byte[] used = Arrays.copyOf(bytes, bytes.length - in.available());
                assertThat(used)
                        .as("seed %d, %s", SEED, HexFormat.of().formatHex(bytes))
                        .isEqualTo(frame(framing, question, pdu(question, answer)));
                accepted++;
            } catch (RefusedAnswerException e) {
                refused++;
            } catch (EOFException e) {
                assertThat(in.available()).isZero();
                ended++;
            }
        }
        System.out.printf(
                "fuzzed %s answers, seed %d: %d accepted, %d refused, %d ended early%n",
                framing, SEED, accepted, refused, ended);
        assertThat(accepted).isPositive();
        assertThat(refused).isPositive();
        assertThat(ended).isPositive();
    }

    private static ModbusQuestion question(Random random) {
        int unit = 1 + random.nextInt(247);
        int address = random.nextInt(60_000);
        return switch (random.nextInt(4)) {
            case 0 -> new ModbusWrite(unit, 6, address, List.of(random.nextInt(0x10000)));
            case 1 -> new ModbusWrite(unit, 16, address, List.of(random.nextInt(0x10000), 7));
            case 2 -> new ModbusRead(unit, 4, address, 1 + random.nextInt(125));
            default -> new ModbusRead(unit, 3, address, 1 + random.nextInt(4));
        };
    }

    private static byte[] valid(Framing framing, ModbusQuestion question, Random random) {
        if (random.nextInt(5) == 0) {
            byte[] declined = {(byte) (question.function() | 0x80), (byte) random.nextInt(12)};
            return frame(framing, question, declined);
        }
        if (question instanceof ModbusRead read) {
            short[] words = new short[read.count()];
            for (int i = 0; i < words.length; i++) {
                words[i] = (short) random.nextInt();
            }
            RegisterBlock block = new RegisterBlock(read.address(), words);
            return frame(framing, question, pdu(question, new ModbusAnswer.Registers(block)));
        }
        return frame(framing, question, pdu(question, new WriteAnswer.Written()));
    }

    private static byte[] pdu(ModbusQuestion question, ModbusReply answer) {
        ByteBuffer pdu = ByteBuffer.allocate(260).put((byte) question.function());
        switch (answer) {
            case ModbusAnswer.Declined(int code) ->
                    pdu.put(0, (byte) (question.function() | 0x80)).put((byte) code);
            case ModbusAnswer.Registers(RegisterBlock block) -> {
                pdu.put((byte) (2 * block.count()));
                for (int i = 0; i < block.count(); i++) {
                    pdu.putShort((short) block.unsigned16(block.address() + i));
                }
            }
            case WriteAnswer.Written _ -> {
                ModbusWrite write = (ModbusWrite) question;
                int second =
                        write.function() == 6 ? write.words().getFirst() : write.words().size();
                pdu.putShort((short) write.address()).putShort((short) second);
            }
        }
        return Arrays.copyOf(pdu.array(), pdu.position());
    }

    private static byte[] frame(Framing framing, ModbusQuestion question, byte[] pdu) {
        ByteBuffer frame = ByteBuffer.allocate(300);
        if (framing == Framing.TCP) {
            frame.putShort((short) TRANSACTION).putShort((short) 0);
            frame.putShort((short) (1 + pdu.length)).put((byte) question.unit()).put(pdu);
        } else {
            frame.put((byte) question.unit()).put(pdu);
            int crc = crc(frame.array(), frame.position());
            frame.put((byte) crc).put((byte) (crc >>> 8));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** CRC-16 of the Modbus serial line specification, bit by bit; not the one under test. */
    private static int crc(byte[] bytes, int count) {
        int crc = 0xFFFF;
        for (int i = 0; i < count; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xA001 : crc >>> 1;
            }
        }
        return crc;
    }

    private static byte[] mutated(Random random, byte[] frame) {
        int at = random.nextInt(frame.length);
        return switch (random.nextInt(7)) {
            case 0 -> {
                frame[at] ^= (byte) (1 << random.nextInt(8));
                yield frame;
            }
            case 1 -> Arrays.copyOf(frame, at);
            case 2 -> Arrays.copyOfRange(frame, at, frame.length);
            case 3 -> joined(frame, frame);
            case 4 -> joined(Arrays.copyOf(frame, at), frame);
            case 5 -> {
                random.nextBytes(frame);
                yield frame;
            }
            default -> frame;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
