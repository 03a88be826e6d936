package energy.peerwatt.matching.cluster;

import java.nio.file.Path;
import java.util.List;

/** Where an engine is reached. */
public sealed interface EngineAddress {

    /**
     * A node on this machine, through shared memory.
     *
     * @param mediaDirectory the directory of the node's media driver
     */
    record Local(Path mediaDirectory) implements EngineAddress {}

    /**
     * A cluster over the network.
     *
     * @param members in the order of their member ids
     */
    record Remote(List<Member> members) implements EngineAddress {

        public Remote {
            if (members.isEmpty()) {
                throw new IllegalArgumentException("an engine has at least one member");
            }
            members = List.copyOf(members);
        }
    }

    /**
     * One member of a cluster.
     *
     * @param host name or address, the one that the other members and the clients use
     * @param portBase first of {@value #PORTS} consecutive UDP ports; 0 picks free ones, which only
     *     suits a cluster of one
     */
    record Member(String host, int portBase) {

        /** Number of ports that a member uses. */
        public static final int PORTS = 5;

        public Member {
            if (portBase < 0 || portBase > 65_535 - PORTS) {
                throw new IllegalArgumentException("not a port: " + portBase);
            }
        }
    }
}
