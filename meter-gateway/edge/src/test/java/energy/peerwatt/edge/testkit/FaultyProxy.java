package energy.peerwatt.edge.testkit;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import energy.peerwatt.edge.modbus.Framing;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between gateway and bus and spoils answers. What it holds back comes before, after or
 * instead of one of the next answers. Which answer suffers what depends on the seed alone.
 */
public final class FaultyProxy implements AutoCloseable {

    /** What happens to an answer. */
    public enum Fault {
        NONE,
        DELAYED,
        HELD_BACK,
        LOST,
        DUPLICATED,
        REPEATED_LATER,
        TRUNCATED,
        SWAPPED,
        GARBLED,
        PRECEDED_BY_NOISE
    }

    private static final double SHARE = 0.06;
    private static final int MOST_ANSWERS_LATE = 5;

    private static final class Late {

        private final byte[] answer;
        private final long due;

        private Late(byte[] answer, long due) {
            this.answer = answer;
            this.due = due;
        }
    }

    private final ServerSocket server;
    private final Framing framing;
    private final SimulatedBus bus;
    private final boolean acrossConnections;
    private final Random random;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final List<Late> late = new ArrayList<>();
    private long answers;

    /**
     * Starts.
     *
     * @param acrossConnections whether what is held back comes on whatever connection is open then,
     *     as a serial converter does it, or goes down with its own
     * @param seed of the faults
     */
    public FaultyProxy(Framing framing, SimulatedBus bus, boolean acrossConnections, long seed)
            throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.framing = framing;
        this.bus = bus;
        this.acrossConnections = acrossConnections;
        random = new Random(seed);
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How often each fault happened. */
    public synchronized Map<Fault, Integer> counts() {
        return new EnumMap<>(counts);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                forgetLate();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            boolean tcp = framing == Framing.TCP;
            while (true) {
                byte[] request = in.readNBytes(tcp ? 12 : 8);
                if (request.length < (tcp ? 12 : 8)) {
                    return;
                }
                relay(wrapped(request, tcp ? 6 : 0), socket.getOutputStream());
            }
        } catch (IOException e) {
            // The gateway closed the connection, as it should after a doubt.
        }
    }

    private byte[] wrapped(byte[] request, int unitAt) {
        byte[] pdu =
                bus.answer(
                        request[unitAt] & 0xFF,
                        Arrays.copyOfRange(request, unitAt + 1, unitAt + 6));
        byte[] frame = new byte[unitAt + 1 + pdu.length + (unitAt > 0 ? 0 : 2)];
        System.arraycopy(request, 0, frame, 0, unitAt + 1);
        System.arraycopy(pdu, 0, frame, unitAt + 1, pdu.length);
        if (unitAt > 0) {
            frame[4] = (byte) ((1 + pdu.length) >>> 8);
            frame[5] = (byte) (1 + pdu.length);
        } else {
            int[] crc = ModbusUtil.calculateCRC(frame, 0, frame.length - 2);
            frame[frame.length - 2] = (byte) crc[0];
            frame[frame.length - 1] = (byte) crc[1];
        }
        return frame;
    }

    private synchronized void relay(byte[] answer, OutputStream out) throws IOException {
        answers++;
        Fault fault = fault();
        counts.merge(fault, 1, Integer::sum);
        boolean lateFirst = random.nextBoolean();
        if (lateFirst) {
            writeLate(out);
        }
        relay(fault, answer, out);
        if (!lateFirst) {
            writeLate(out);
        }
    }

    private void relay(Fault fault, byte[] answer, OutputStream out) throws IOException {
        switch (fault) {
            case NONE -> out.write(answer);
            case DELAYED -> {
                LockSupport.parkNanos(1_000_000);
                out.write(answer);
            }
            case HELD_BACK -> late.add(new Late(answer, answers + 1 + nextLate()));
            case LOST -> {}
            case DUPLICATED -> {
                out.write(answer);
                out.write(answer);
            }
            case REPEATED_LATER -> {
                out.write(answer);
                late.add(new Late(answer, answers + 1 + nextLate()));
            }
            case TRUNCATED -> out.write(answer, 0, random.nextInt(answer.length));
            case SWAPPED -> {
                byte[] other = late.isEmpty() ? new byte[0] : late.removeFirst().answer;
                out.write(other);
                late.add(new Late(answer, answers + 1));
            }
            case GARBLED -> {
                byte[] garbled = answer.clone();
                garbled[random.nextInt(spoilable(answer))] ^= (byte) (1 << random.nextInt(8));
                out.write(garbled);
            }
            case PRECEDED_BY_NOISE -> {
                byte[] noise = new byte[1 + random.nextInt(20)];
                random.nextBytes(noise);
                out.write(noise);
                out.write(answer);
            }
        }
    }

    /** Registers of Modbus TCP have no check of their own: TCP itself keeps them whole. */
    private int spoilable(byte[] answer) {
        return framing == Framing.TCP ? 9 : answer.length;
    }

    private synchronized void forgetLate() {
        if (!acrossConnections) {
            late.clear();
        }
    }

    private int nextLate() {
        return random.nextInt(MOST_ANSWERS_LATE);
    }

    private void writeLate(OutputStream out) throws IOException {
        Iterator<Late> all = late.iterator();
        while (all.hasNext()) {
            Late one = all.next();
            if (one.due <= answers) {
                all.remove();
                out.write(one.answer);
            }
        }
    }

    private Fault fault() {
        Fault[] faults = Fault.values();
        return random.nextDouble() < SHARE
                ? faults[1 + random.nextInt(faults.length - 1)]
                : Fault.NONE;
    }
}
