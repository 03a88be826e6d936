package energy.peerwatt.edge.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A TCP peer that answers each Modbus request with what the test prepared, then with nothing. */
public final class ScriptedPeer implements AutoCloseable {

    private static final int TCP_REQUEST_BYTES = 12;
    private static final int RTU_REQUEST_BYTES = 8;

    private final int requestBytes;
    private final ServerSocket server;
    private final Queue<UnaryOperator<byte[]>> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile UnaryOperator<byte[]> otherwise = _ -> new byte[0];
    private volatile boolean isClosing;

    private ScriptedPeer(ServerSocket server, int requestBytes) {
        this.server = server;
        this.requestBytes = requestBytes;
    }

    /** A peer that speaks Modbus TCP. */
    public static ScriptedPeer start() throws IOException {
        return start(TCP_REQUEST_BYTES);
    }

    /** A peer that speaks RTU over TCP. */
    public static ScriptedPeer startRtu() throws IOException {
        return start(RTU_REQUEST_BYTES);
    }

    private static ScriptedPeer start(int requestBytes) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ScriptedPeer peer = new ScriptedPeer(server, requestBytes);
        Thread.ofVirtual().start(peer::accept);
        return peer;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** What is not prepared is answered so; no bytes are silence. */
    public ScriptedPeer otherwise(UnaryOperator<byte[]> fromRequest) {
        otherwise = fromRequest;
        return this;
    }

    /** From now on each connection is closed after one answer. */
    public ScriptedPeer closingAfterAnswers() {
        isClosing = true;
        return this;
    }

    /** The next request is answered with these bytes, made from the request. */
    public ScriptedPeer answer(UnaryOperator<byte[]> fromRequest) {
        answers.add(fromRequest);
        return this;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] request = in.readNBytes(requestBytes);
                if (request.length < requestBytes) {
                    return;
                }
                UnaryOperator<byte[]> answer = answers.poll();
                if (answer == null) {
                    socket.getOutputStream().write(otherwise.apply(request));
                } else {
                    socket.getOutputStream().write(answer.apply(request));
                    if (isClosing) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // The client closed the connection; the test looks at the client.
        }
    }
}
