package energy.peerwatt.edge.modbus;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of the connection to a host and port. Connects when first asked; connects again at
 * once after a lost connection, and after a growing pause when connecting itself fails.
 */
public final class ModbusEndpoint implements AutoCloseable {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int ILLEGAL_ADDRESS = 2;
    private static final int ILLEGAL_VALUE = 3;

    private final String host;
    private final int port;
    private final Framing framing;
    private final Pace pace;
    private final Map<Integer, LearnedTimeout> timeouts = new HashMap<>();
    private final AnswerLengths lengths = new AnswerLengths();

    private @Nullable ModbusConnection connection;
    private int transaction = ThreadLocalRandom.current().nextInt(0x10000);
    private long pauseNanos;
    private long notBeforeNanos = System.nanoTime();
    private long quietUntilNanos = System.nanoTime();
    private long doubtUntilNanos = System.nanoTime();

    /** Modbus TCP without pauses. Does not connect yet. */
    public ModbusEndpoint(String host, int port, Duration timeout) {
        this(host, port, Framing.TCP, Pace.of(timeout));
    }

    /** Does not connect yet. */
    public ModbusEndpoint(String host, int port, Framing framing, Pace pace) {
        this.host = host;
        this.port = port;
        this.framing = framing;
        this.pace = pace;
    }

    /** The registers of one unit behind this endpoint. */
    public ModbusUnit unit(int unit) {
        return new ModbusUnit(this, unit);
    }

    /**
     * Sends one request and waits for the answer to it.
     *
     * @throws MarketException {@code DEVICE_UNREACHABLE} if there is no connection or no answer in
     *     time, {@code DEVICE_ANSWER_REFUSED} if another answer came; the socket is closed by then
     */
    public synchronized ModbusAnswer read(ModbusRead read) {
        return switch (framing) {
            case TCP -> (ModbusAnswer) ask(read);
            case RTU_OVER_TCP -> readUnnumbered(read);
        };
    }

    /**
     * Writes registers.
     *
     * @throws MarketException as {@link #read} does; the registers may have been written then
     */
    public synchronized WriteAnswer write(ModbusWrite write) {
        return (WriteAnswer) ask(write);
    }

    /** Closes the socket. A later request connects again. */
    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** A read whose answer carries no number and must differ from recent ones in length. */
    private ModbusAnswer readUnnumbered(ModbusRead read) {
        if (lengths.isExact(read)) {
            return readAlone(read);
        }
        if (lengths.isInDoubt(read)) {
            return readExactly(read);
        }
        ModbusRead varied = lengths.vary(read);
        try {
            return switch ((ModbusAnswer) ask(varied)) {
                case ModbusAnswer.Registers(RegisterBlock block) -> {
                    lengths.answered(read, varied);
                    yield new ModbusAnswer.Registers(block.first(read.count()));
                }
                case ModbusAnswer.Declined(int code)
                        when varied.count() > read.count()
                                && (code == ILLEGAL_ADDRESS || code == ILLEGAL_VALUE) ->
                        readExactly(read);
                case ModbusAnswer.Declined declined -> declined;
            };
        } catch (MarketException e) {
            lengths.failed(read, varied);
            throw e;
        }
    }

    /** Finds out whether the unit answers this read, as it did not answer longer ones. */
    private ModbusAnswer readExactly(ModbusRead read) {
        lengths.settle(read);
        ModbusAnswer answer = readAlone(read);
        if (answer instanceof ModbusAnswer.Registers) {
            lengths.allowsNoMore(read);
        }
        return answer;
    }

    /**
     * A read on a connection of its own, and not soon after a doubt: a converter may pass a late
     * answer on to whoever is connected by then.
     */
    private ModbusAnswer readAlone(ModbusRead read) {
        close();
        quietUntilNanos = Math.max(quietUntilNanos, doubtUntilNanos);
        try {
            return (ModbusAnswer) ask(read);
        } finally {
            close();
        }
    }

    /** Closes the socket: another answer may still be on its way. */
    private void doubt() {
        close();
        doubtUntilNanos = System.nanoTime() + pace.timeout().toNanos();
    }

    private ModbusReply ask(ModbusQuestion question) {
        LearnedTimeout timeout =
                timeouts.computeIfAbsent(question.unit(), _ -> new LearnedTimeout(pace.timeout()));
        boolean isReused = connection != null;
        try {
            ModbusConnection open = connected();
            transaction = transaction + 1 & 0xFFFF;
            long sent = System.nanoTime();
            ModbusReply reply = open.ask(question, transaction, timeout.nanos());
            long answered = System.nanoTime();
            timeout.answered(answered - sent);
            quietUntilNanos = answered + pace.requestDelay().toNanos();
            return reply;
        } catch (RefusedAnswerException e) {
            doubt();
            throw failure(ErrorCode.DEVICE_ANSWER_REFUSED, question, e);
        } catch (SocketTimeoutException e) {
            doubt();
            timeout.timedOut();
            throw failure(ErrorCode.DEVICE_UNREACHABLE, question, e);
        } catch (IOException e) {
            close();
            if (isReused && question instanceof ModbusRead) {
                return ask(question); // devices close connections that are idle for a while
            }
            throw failure(ErrorCode.DEVICE_UNREACHABLE, question, e);
        }
    }

    /** A connection that nothing waits on: a late answer goes down with its old connection. */
    private ModbusConnection connected() throws IOException {
        waitUntil(quietUntilNanos);
        ModbusConnection kept = connection;
        if (kept != null && !kept.hasStrayBytes()) {
            return kept;
        }
        close();
        ModbusConnection opened = open();
        connection = opened;
        waitUntil(System.nanoTime() + pace.connectDelay().toNanos());
        return opened;
    }

    private ModbusConnection open() throws IOException {
        if (System.nanoTime() - notBeforeNanos < 0) {
            throw new NotConnectedException("not reachable a moment ago", null);
        }
        try {
            ModbusConnection opened =
                    ModbusConnection.open(
                            new InetSocketAddress(host, port), framing, CONNECT_TIMEOUT);
            pauseNanos = 0;
            return opened;
        } catch (IOException e) {
            pauseNanos = Math.clamp(pauseNanos * 2, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            notBeforeNanos = System.nanoTime() + pauseNanos;
            throw new NotConnectedException("not connected: " + e.getMessage(), e);
        }
    }

    private static void waitUntil(long nanoTime) throws InterruptedIOException {
        try {
            long left = nanoTime - System.nanoTime();
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }

    private MarketException failure(ErrorCode code, ModbusQuestion question, IOException cause) {
        String device = host + ":" + port + " unit " + question.unit();
        return new MarketException(
                code,
                device + " register " + question.address() + ": " + cause.getMessage(),
                cause);
    }
}
