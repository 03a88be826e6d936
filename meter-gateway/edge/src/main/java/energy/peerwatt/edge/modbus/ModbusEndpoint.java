package energy.peerwatt.edge.modbus;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of the connection to a host and port. Connects when first read; connects again at
 * once after a lost connection, and after a growing pause when connecting itself fails.
 */
public final class ModbusEndpoint implements AutoCloseable {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String host;
    private final int port;
    private final Duration timeout;

    private @Nullable StrictTransport transport;
    private @Nullable Socket socket;
    private long pauseNanos;
    private long notBeforeNanos = System.nanoTime();

    /**
     * Does not connect yet.
     *
     * @param timeout wall time for one answer, and for connecting
     */
    public ModbusEndpoint(String host, int port, Duration timeout) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
    }

    /** The registers of one unit behind this endpoint. */
    public RegisterSource unit(int unit) {
        return (function, address, count) -> read(new ModbusRead(unit, function, address, count));
    }

    /**
     * Sends one request and waits for the answer to it.
     *
     * @throws MarketException {@code DEVICE_UNREACHABLE} if there is no connection or no answer in
     *     time, {@code DEVICE_ANSWER_REFUSED} if another answer came; the socket is closed by then
     */
    public synchronized ModbusAnswer read(ModbusRead read) {
        try {
            return connected().exchange(read);
        } catch (RefusedAnswerException e) {
            close();
            throw failure(ErrorCode.DEVICE_ANSWER_REFUSED, read, e);
        } catch (IOException e) {
            close();
            throw failure(ErrorCode.DEVICE_UNREACHABLE, read, e);
        }
    }

    /** Closes the socket. A later read connects again. */
    @Override
    public synchronized void close() {
        transport = null;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // The descriptor is released in any case; there is nothing to undo.
            }
            socket = null;
        }
    }

    private StrictTransport connected() throws IOException {
        if (transport != null) {
            return transport;
        }
        if (System.nanoTime() - notBeforeNanos < 0) {
            throw new IOException("not reachable a moment ago");
        }
        Socket opening = new Socket();
        socket = opening;
        try {
            opening.setTcpNoDelay(true);
            opening.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            StrictTransport opened = new StrictTransport(opening, timeout);
            transport = opened;
            pauseNanos = 0;
            return opened;
        } catch (IOException e) {
            pauseNanos = Math.clamp(pauseNanos * 2, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            notBeforeNanos = System.nanoTime() + pauseNanos;
            throw e;
        }
    }

    private MarketException failure(ErrorCode code, ModbusRead read, IOException cause) {
        String device = host + ":" + port + " unit " + read.unit();
        return new MarketException(
                code, device + " register " + read.address() + ": " + cause.getMessage(), cause);
    }
}
