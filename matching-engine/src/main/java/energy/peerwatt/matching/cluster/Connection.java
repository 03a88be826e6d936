package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Local;
import energy.peerwatt.matching.cluster.EngineAddress.Remote;
import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client session with the cluster, made anew whenever it breaks. All calls on one thread, none
 * waits for long.
 */
final class Connection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A network peer that was not heard of for this long is gone; it speaks every 0.1 s. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final long SILENCE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A silent sender is given up five of these later. */
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /**
     * A new leader greets its predecessor's sessions, except after its own start: whoever was not
     * greeted within this time after the silence needs a new session, which takes longer.
     */
    private static final long NEW_LEADER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The only member has just started when it leads again, and greets nobody. */
    private static final long NO_OTHER_LEADER_NANOS = 1;

    private static final long DRIVER_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A media driver shows that it lives once per second. */
    private static final long DRIVER_ALIVE_MILLIS = 3_000;

    private static final int TERM_BYTES = 1 << 20;

    /** Half of it is room for what the node sends while this client takes nothing. */
    private static final int EGRESS_TERM_BYTES = 4 << 20;

    /** Clients take replies on streams from this number on, the node's parts have small ones. */
    private static final int EGRESS_STREAMS = 1 << 20;

    /** Received in one turn, about. */
    private static final int MOST_FRAGMENTS = 200;

    private final EngineAddress address;
    private final EgressListener listener;
    private final @Nullable MediaDriver ownDriver;
    private final Path mediaDirectory;

    private @Nullable Aeron aeron;
    private @Nullable Object mediaFileKey;
    private AeronCluster.@Nullable AsyncConnect connecting;
    private @Nullable AeronCluster cluster;
    private volatile boolean failed;
    private long nextAttemptNanos = System.nanoTime();
    private long nextKeepAliveNanos;
    private long nextDriverCheckNanos;

    private Connection(
            EngineAddress address,
            @Nullable MediaDriver ownDriver,
            Path mediaDirectory,
            EgressListener listener) {
        this.address = address;
        this.ownDriver = ownDriver;
        this.mediaDirectory = mediaDirectory;
        this.listener = listener;
    }

    /** Through the node's media driver if it is on this machine, else through one of its own. */
    static Connection to(EngineAddress address, EgressListener listener) {
        return switch (address) {
            case Local(Path directory) -> new Connection(address, null, directory, listener);
            case Remote _ -> {
                MediaDriver driver = launchDriver();
                Path directory = Path.of(driver.aeronDirectoryName());
                yield new Connection(address, driver, directory, listener);
            }
        };
    }

    /** Over the network through a media driver that runs anyway. */
    static Connection through(Path mediaDirectory, Remote address, EgressListener listener) {
        return new Connection(address, null, mediaDirectory, listener);
    }

    boolean isConnected() {
        return cluster != null;
    }

    /**
     * Connects, keeps alive and receives.
     *
     * @return the amount of work done, 0 if none
     */
    int poll() {
        try {
            Aeron current = aeron;
            int work = 0;
            if (current != null) {
                checkDriver();
                work += current.conductorAgentInvoker().invoke();
            }
            work += cluster != null ? pollConnected(cluster) : pollUnconnected();
            if (failed) {
                throw new IllegalStateException("the media driver failed");
            }
            return work;
        } catch (RuntimeException e) {
            disconnect(String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /** Hands a request to the cluster; false if that is not possible now. */
    boolean offer(DirectBuffer buffer, int length) {
        AeronCluster current = cluster;
        return current != null && current.offer(buffer, 0, length) > 0;
    }

    @Override
    public void close() {
        disconnect("closed");
        CloseHelper.quietClose(ownDriver);
    }

    private void checkDriver() {
        long now = System.nanoTime();
        if (now - nextDriverCheckNanos >= 0) {
            nextDriverCheckNanos = now + DRIVER_CHECK_NANOS;
            if (!mediaFileKey().equals(mediaFileKey)) {
                throw new IllegalStateException("the node was restarted");
            }
        }
    }

    private int pollConnected(AeronCluster current) {
        int work = 0;
        int polled = current.pollEgress();
        while (polled > 0 && work < MOST_FRAGMENTS) {
            work += polled;
            polled = current.pollEgress();
        }
        if (!current.ingressPublication().isConnected()) {
            // Has no effect while a new leader is being connected to.
            current.trackIngressPublicationResult(Publication.NOT_CONNECTED);
        }
        long now = System.nanoTime();
        if (now - nextKeepAliveNanos >= 0) {
            nextKeepAliveNanos = now + KEEP_ALIVE_NANOS;
            current.sendKeepAlive();
        }
        if (current.isClosed()) {
            disconnect("the cluster ended the session");
        }
        return work;
    }

    private int pollUnconnected() {
        if (connecting != null) {
            cluster = connecting.poll();
            if (cluster != null) {
                connecting = null;
                nextKeepAliveNanos = System.nanoTime();
            }
            return 1;
        }
        if (System.nanoTime() - nextAttemptNanos < 0 || !isDriverAlive()) {
            return 0;
        }
        connecting = AeronCluster.asyncConnect(clusterContext(connectToDriver()));
        return 1;
    }

    private boolean isDriverAlive() {
        nextAttemptNanos = System.nanoTime() + RETRY_NANOS;
        return CommonContext.isDriverActive(mediaDirectory.toFile(), DRIVER_ALIVE_MILLIS, _ -> {});
    }

    private Aeron connectToDriver() {
        mediaFileKey = mediaFileKey();
        nextDriverCheckNanos = System.nanoTime();
        Aeron connected =
                Aeron.connect(
                        new Aeron.Context()
                                .aeronDirectoryName(mediaDirectory.toString())
                                .useConductorAgentInvoker(true)
                                .errorHandler(this::onError));
        aeron = connected;
        return connected;
    }

    private void onError(Throwable error) {
        LOG.log(Level.DEBUG, "engine connection", error);
        failed = true;
    }

    /** A session through memory with the node here, or over the network with whoever leads. */
    private AeronCluster.Context clusterContext(Aeron driver) {
        AeronCluster.Context context =
                new AeronCluster.Context()
                        .aeron(driver)
                        .ownsAeronClient(false)
                        .errorHandler(this::onError)
                        .egressListener(listener)
                        .newLeaderTimeoutNs(newLeaderNanos())
                        .egressStreamId(egressStream(driver))
                        .messageTimeoutNs(CONNECT_TIMEOUT_NANOS);
        return switch (address) {
            case Local _ ->
                    context.ingressChannel("aeron:ipc")
                            .egressChannel("aeron:ipc?term-length=" + EGRESS_TERM_BYTES);
            case Remote remote ->
                    context.ingressChannel("aeron:udp?term-length=" + TERM_BYTES)
                            .ingressEndpoints(Port.ingressEndpoints(remote.members()))
                            .egressChannel(
                                    "aeron:udp?endpoint=%s:0|term-length=%d"
                                            .formatted(replyHost(remote), EGRESS_TERM_BYTES));
        };
    }

    /**
     * One for each client, as all clients of a stream in the node's memory wait for the slowest.
     */
    private static int egressStream(Aeron driver) {
        return EGRESS_STREAMS | (int) (driver.nextCorrelationId() & (EGRESS_STREAMS - 1));
    }

    private long newLeaderNanos() {
        return switch (address) {
            case Local _ -> NO_OTHER_LEADER_NANOS;
            case Remote(var members) ->
                    members.size() == 1 ? NO_OTHER_LEADER_NANOS : NEW_LEADER_NANOS;
        };
    }

    /** The address of this machine that the cluster can reach: the one a packet to it leaves by. */
    private static String replyHost(Remote remote) {
        EngineAddress.Member member = remote.members().getFirst();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(member.host(), member.portBase()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new IllegalStateException("cannot reach " + member.host(), e);
        }
    }

    /** Tells a media driver from its successor in the same directory. */
    private Object mediaFileKey() {
        try {
            Path file = mediaDirectory.resolve(CncFileDescriptor.CNC_FILE);
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key != null ? key : attributes.creationTime();
        } catch (IOException e) {
            return "absent";
        }
    }

    private void disconnect(String why) {
        if (aeron != null) {
            LOG.log(Level.DEBUG, "engine connection ends: {0}", why);
        }
        CloseHelper.quietCloseAll(cluster, connecting, aeron);
        cluster = null;
        connecting = null;
        aeron = null;
        failed = false;
        nextAttemptNanos = System.nanoTime() + RETRY_NANOS;
    }

    private static MediaDriver launchDriver() {
        return MediaDriver.launchEmbedded(
                new MediaDriver.Context()
                        .threadingMode(ThreadingMode.SHARED)
                        .sharedIdleStrategy(Idle.backoff())
                        .asyncExecutorIdleStrategy(Idle.backoff())
                        .publicationTermBufferLength(TERM_BYTES)
                        .ipcTermBufferLength(TERM_BYTES)
                        .termBufferSparseFile(true)
                        .publicationConnectionTimeoutNs(SILENCE_NANOS)
                        .imageLivenessTimeoutNs(SILENCE_NANOS)
                        .timerIntervalNs(SILENCE_CHECK_NANOS)
                        .statusMessageTimeoutNs(STATUS_NANOS)
                        .dirDeleteOnShutdown(true)
                        .errorHandler(
                                error -> LOG.log(Level.WARNING, "engine client driver", error)));
    }
}
