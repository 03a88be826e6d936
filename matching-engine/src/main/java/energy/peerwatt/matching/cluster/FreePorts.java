package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Finds a block of free UDP ports for a cluster of one. */
final class FreePorts {

    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /** Replaces port 0 by a block that is free now. */
    static EngineNodeConfig fillIn(EngineNodeConfig config) {
        Member self = config.members().get(config.memberId());
        if (self.portBase() != 0) {
            return config;
        }
        Member filled = new Member(self.host(), findBase(self.host()));
        return config.withMembers(config.memberId(), List.of(filled));
    }

    /** First port of a free block. */
    static int findBase(String host) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<DatagramSocket> held = new ArrayList<>();
            try {
                InetAddress address = InetAddress.getByName(host);
                held.add(new DatagramSocket(0, address));
                int base = held.getFirst().getLocalPort();
                for (int i = 1; i < Member.PORTS; i++) {
                    held.add(new DatagramSocket(new InetSocketAddress(address, base + i)));
                }
                return base;
            } catch (SocketException | IllegalArgumentException e) {
                // The block is not free; another may be.
            } catch (IOException e) {
                throw new UncheckedIOException("cannot use host " + host, e);
            } finally {
                held.forEach(DatagramSocket::close);
            }
        }
        throw new IllegalStateException("no " + Member.PORTS + " free ports on " + host);
    }
}
