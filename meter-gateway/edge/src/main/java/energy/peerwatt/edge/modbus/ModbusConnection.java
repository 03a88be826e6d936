package energy.peerwatt.edge.modbus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * One connected socket, one request at a time. Used by its endpoint only, under its lock; unusable
 * after any exception.
 */
final class ModbusConnection implements AutoCloseable {

    private final Socket socket;
    private final Framing framing;
    private final DeadlineInput in;

    private ModbusConnection(Socket socket, Framing framing) throws IOException {
        this.socket = socket;
        this.framing = framing;
        in = new DeadlineInput(socket);
    }

    static ModbusConnection open(InetSocketAddress address, Framing framing, Duration timeout)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) timeout.toMillis());
            return new ModbusConnection(socket, framing);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether something arrived that nobody asked for. */
    boolean hasStrayBytes() throws IOException {
        return in.available() > 0;
    }

    /** Sends a question and waits for its answer, for the whole answer at most the timeout. */
    ModbusReply ask(ModbusQuestion question, int transaction, long timeoutNanos)
            throws IOException {
        in.deadline = System.nanoTime() + timeoutNanos;
        socket.getOutputStream().write(framing.wrap(question, transaction));
        return framing.unwrap(question, transaction, in);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is released in any case; there is nothing to undo.
        }
    }

    /** A peer that sends one byte now and then must not stretch the timeout. */
    private static final class DeadlineInput extends FilterInputStream {

        private final Socket socket;
        private long deadline;

        private DeadlineInput(Socket socket) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis < 1) {
                throw new SocketTimeoutException("no complete answer");
            }
            socket.setSoTimeout((int) leftMillis);
            return super.read(bytes, offset, count);
        }

        @Override
        public byte[] readNBytes(int count) throws IOException {
            byte[] bytes = new byte[count];
            int have = 0;
            while (have < count) {
                int got = read(bytes, have, count - have);
                if (got < 0) {
                    break;
                }
                have += got;
            }
            return have == count ? bytes : Arrays.copyOf(bytes, have);
        }
    }
}
