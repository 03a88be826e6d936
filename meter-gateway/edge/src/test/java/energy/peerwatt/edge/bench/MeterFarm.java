package energy.peerwatt.edge.bench;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import energy.peerwatt.edge.modbus.Framing;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Modbus servers on loopback; each answers as late as its devices do, one request at a time. */
final class MeterFarm implements AutoCloseable {

    private static final int TCP_HEADER_BYTES = 7;
    private static final int QUESTION_BYTES = 5;

    /**
     * What is behind one socket; the units are numbered from 1.
     *
     * @param delay from a request to its answer
     */
    record Bus(Framing framing, Duration delay, List<SimulatedMeter> units) {}

    private final List<Bus> buses;
    private final List<ServerSocket> servers = new ArrayList<>();

    MeterFarm(List<Bus> buses) throws IOException {
        this.buses = List.copyOf(buses);
        for (Bus bus : buses) {
            ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            servers.add(server);
            Thread.ofVirtual().start(() -> accept(server, bus));
        }
    }

    List<Bus> buses() {
        return buses;
    }

    int port(Bus bus) {
        return servers.get(buses.indexOf(bus)).getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    private static void accept(ServerSocket server, Bus bus) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket, bus));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Bus bus) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                switch (bus.framing()) {
                    case TCP -> answerTcp(in, out, bus);
                    case RTU_OVER_TCP -> answerRtu(in, out, bus);
                }
            }
        } catch (IOException e) {
            // The gateway closed the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answerTcp(DataInputStream in, OutputStream out, Bus bus)
            throws IOException, InterruptedException {
        byte[] header = new byte[TCP_HEADER_BYTES];
        in.readFully(header);
        byte[] pdu = pdu(in, header[TCP_HEADER_BYTES - 1], bus);
        out.write(
                ByteBuffer.allocate(TCP_HEADER_BYTES + pdu.length)
                        .put(header)
                        .putShort(4, (short) (1 + pdu.length))
                        .put(pdu)
                        .array());
    }

    private static void answerRtu(DataInputStream in, OutputStream out, Bus bus)
            throws IOException, InterruptedException {
        byte unit = in.readByte();
        byte[] pdu = pdu(in, unit, bus);
        in.readShort();
        ByteBuffer frame = ByteBuffer.allocate(1 + pdu.length + 2).put(unit).put(pdu);
        int[] crc = ModbusUtil.calculateCRC(frame.array(), 0, 1 + pdu.length);
        out.write(frame.put((byte) crc[0]).put((byte) crc[1]).array());
    }

    private static byte[] pdu(DataInputStream in, byte unit, Bus bus)
            throws IOException, InterruptedException {
        byte[] question = new byte[QUESTION_BYTES];
        in.readFully(question);
        Thread.sleep(bus.delay());
        ByteBuffer asked = ByteBuffer.wrap(question, 1, QUESTION_BYTES - 1);
        int address = asked.getShort() & 0xFFFF;
        int count = asked.getShort();
        short[] words = bus.units().get(unit - 1).read(address, count, SimulatedMeter.now());
        ByteBuffer answer = ByteBuffer.allocate(2 + 2 * count);
        answer.put(question[0]).put((byte) (2 * count));
        answer.asShortBuffer().put(words);
        return answer.array();
    }
}
