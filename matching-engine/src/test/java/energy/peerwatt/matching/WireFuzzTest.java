package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineEvent;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Foreign bytes are a message or refused, and nothing else happens. Those that are one mean just
 * what the record says: it has the same bytes.
 */
class WireFuzzTest {

    private static final long SEED = 20_261_121;
    private static final int PER_EXAMPLE = 3_000;
    private static final int RANDOM_MESSAGES = 300_000;

    private static final long[] EDGES = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -1,
        0,
        1,
        2,
        255,
        900,
        3600,
        31_556_889_864_403_199L,
        31_556_889_864_403_200L,
        -31_557_014_167_219_201L,
        Long.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        1_000_000_000,
        1_000_000_001
    };

    private final Random random = new Random(SEED);
    private final CommandView view = new CommandView();
    private int taken;
    private int refused;

    @Test
    void takesOrRefusesDamagedCommands() {
        for (byte[] example : commands()) {
            for (int i = 0; i < PER_EXAMPLE; i++) {
                checkCommand(damaged(example));
            }
        }
        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void takesOrRefusesDamagedEvents() {
        for (byte[] example : events()) {
            for (int i = 0; i < PER_EXAMPLE; i++) {
                checkEvent(damaged(example));
            }
        }
        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
    }

    /** With the header of a message, as otherwise hardly any would get beyond it. */
    @Test
    void takesOrRefusesRandomBytes() {
        List<byte[]> headers = new ArrayList<>(commands());
        headers.addAll(events());
        for (int i = 0; i < RANDOM_MESSAGES; i++) {
            byte[] header = headers.get(random.nextInt(headers.size()));
            byte[] bytes = new byte[random.nextBoolean() ? header.length : random.nextInt(200)];
            random.nextBytes(bytes);
            if (random.nextInt(10) > 0) {
                System.arraycopy(header, 0, bytes, 0, Math.min(8, bytes.length));
            }
            checkCommand(bytes);
            checkEvent(bytes);
        }
        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
    }

    private static List<byte[]> commands() {
        List<byte[]> all = new ArrayList<>();
        WireFormTest.commands()
                .forEach(command -> {
                    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
                    all.add(bytes(buffer, EngineCodec.encode(command, buffer, 0)));
                });
        return all;
    }

    private static List<byte[]> events() {
        List<byte[]> all = new ArrayList<>();
        WireFormTest.events()
                .forEach(event -> {
                    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
                    all.add(bytes(buffer, EngineCodec.encode(event, buffer, 0)));
                });
        return all;
    }

    private static byte[] bytes(DirectBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private byte[] damaged(byte[] example) {
        UnsafeBuffer buffer = new UnsafeBuffer(example.clone());
        int length = buffer.capacity();
        switch (random.nextInt(4)) {
            case 0 -> length = random.nextInt(length + 1);
            case 1 -> {
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    int at = random.nextInt(length);
                    buffer.putByte(at, (byte) (buffer.getByte(at) ^ 1 << random.nextInt(8)));
                }
            }
            case 2 -> {
                int at = 8 + 8 * random.nextInt((length - 8) / 8);
                buffer.putLong(at, edge(), ByteOrder.LITTLE_ENDIAN);
            }
            default -> {
                int at = random.nextInt(length - 4);
                buffer.putInt(at, (int) edge(), ByteOrder.LITTLE_ENDIAN);
            }
        }
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    private long edge() {
        return EDGES[random.nextInt(EDGES.length)];
    }

    private void checkCommand(byte[] bytes) {
        DirectBuffer buffer = new UnsafeBuffer(bytes);
        boolean wellFormed = view.wrap(buffer, 0, bytes.length);
        EngineCommand command = null;
        try {
            command = EngineCodec.decodeCommand(buffer, 0, bytes.length);
        } catch (IllegalArgumentException e) {
            refused++;
        }
        assertThat(command != null).as("seed %d", SEED).isEqualTo(wellFormed);
        if (command != null) {
            taken++;
            ExpandableArrayBuffer again = new ExpandableArrayBuffer();
            int length = EngineCodec.encode(command, again, 0);
            assertThat(EngineCodec.decodeCommand(again, 0, length))
                    .as("seed %d", SEED)
                    .isEqualTo(command);
            // Older ones, and areas that leave the window open, are written in full.
            if (isLatest(buffer) && !(command instanceof ConfigureArea)) {
                assertThat(bytes(again, length)).as("%s, seed %d", command, SEED).isEqualTo(bytes);
            }
        }
    }

    private static boolean isLatest(DirectBuffer message) {
        return WireHeader.version(WireHeader.read(message, 0)) == WireHeader.VERSION;
    }

    private void checkEvent(byte[] bytes) {
        DirectBuffer buffer = new UnsafeBuffer(bytes);
        EngineEvent event;
        try {
            event = EngineCodec.decodeEvent(buffer, 0, bytes.length);
        } catch (IllegalArgumentException e) {
            refused++;
            return;
        }
        taken++;
        if (isLatest(buffer)) {
            ExpandableArrayBuffer again = new ExpandableArrayBuffer();
            assertThat(bytes(again, EngineCodec.encode(event, again, 0)))
                    .as("%s, seed %d", event, SEED)
                    .isEqualTo(bytes);
        }
    }
}
